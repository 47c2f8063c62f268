import { EcephysError, httpBytes, httpFile } from "@ecephys/files";
import type { EcephysProjectApi } from "../../src/fetch-api.ts";
import { readCsv } from "../../src/tables/csv-read.ts";
import {
  CHANNELS,
  PROBES,
  SESSIONS,
  type TableSchema,
  UNIT_ANALYSIS_METRICS,
  UNITS,
} from "../../src/tables/schema.ts";

/** A backend that has its tables and files on a web server: "sessions.csv", "session_1.nwb". */
export function httpLab(base: string, headers?: Readonly<Record<string, string>>): EcephysProjectApi {
  const table = async (schema: TableSchema, signal: AbortSignal | undefined, name = schema.name) => {
    const subject = { action: "Fetching", resource: `${base}/${name}.csv` };
    return readCsv(await httpBytes(new URL(subject.resource), { signal }, subject), schema, {
      resource: subject.resource,
    });
  };
  const none = (resource: string) => async () => {
    throw new EcephysError("not-found", { action: "Fetching", resource, reason: "the lab has none" });
  };
  return {
    name: "lab",
    getSessions: (options) => table(SESSIONS, options?.signal),
    getProbes: (options) => table(PROBES, options?.signal),
    getChannels: (options) => table(CHANNELS, options?.signal),
    getUnits: (options) => table(UNITS, options?.signal),
    getUnitAnalysisMetrics: (options) => table(UNIT_ANALYSIS_METRICS, options?.signal, "metrics"),
    getSessionData: async (id) =>
      httpFile({ url: `${base}/session_${id}.nwb`, headers, retry: { tries: 4, baseDelay: 10 } }),
    getProbeLfpData: none("LFP"),
    getNaturalMovieTemplate: none("a movie"),
    getNaturalSceneTemplate: none("a scene"),
  };
}
