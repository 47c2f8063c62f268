import type { EcephysProjectApi, FetchOptions } from "../fetch-api.ts";

/** Known contents of a backend's project, which the checks request. */
export interface KnownProject {
  /** A session with probes, units, metrics and an NWB file. */
  readonly sessionId: number;
  /** Another session with probes. */
  readonly otherSessionId: number;
  /** Type of the first session. */
  readonly sessionType: string;
  /** A type that the first session is not of. */
  readonly otherSessionType: string;
  /** A probe of the first session, with units and an LFP file. */
  readonly probeId: number;
  /** A natural movie; omit if the backend has none. */
  readonly movie?: number | undefined;
  /** A natural scene; omit if the backend has none. */
  readonly scene?: number | undefined;
  /** A number that no session, probe, channel, unit, movie or scene has; 987654321 by default. */
  readonly unknownId?: number | undefined;
}

export const UNKNOWN_ID = 987_654_321;

export type TableCall = "getSessions" | "getProbes" | "getChannels" | "getUnits" | "getUnitAnalysisMetrics";

type FetchTable = (
  api: EcephysProjectApi,
  options?: FetchOptions,
) => ReturnType<EcephysProjectApi["getSessions"]>;

/** Every call that returns a table, without filters; for metrics, one session's, since there are many. */
export function tableCalls(sessionId: number): Readonly<Record<TableCall, FetchTable>> {
  return {
    getSessions: (api, options) => api.getSessions(options),
    getProbes: (api, options) => api.getProbes(options),
    getChannels: (api, options) => api.getChannels(options),
    getUnits: (api, options) => api.getUnits(options),
    getUnitAnalysisMetrics: (api, options) =>
      api.getUnitAnalysisMetrics({ ...options, sessionIds: [sessionId] }),
  };
}

export type FileCall =
  | "getSessionData"
  | "getProbeLfpData"
  | "getNaturalMovieTemplate"
  | "getNaturalSceneTemplate";

/** Every call that returns a file. */
export const FILE_CALLS: readonly FileCall[] = [
  "getSessionData",
  "getProbeLfpData",
  "getNaturalMovieTemplate",
  "getNaturalSceneTemplate",
];
