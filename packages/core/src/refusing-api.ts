import { argumentChecks } from "@ecephys/files";
import type { EcephysProjectApi, UnitAnalysisMetricFilters } from "./fetch-api.ts";

/** A fetch API whose every call rejects, with the error of what was asked for. */
export function refusingApi(name: string, errorOf: (resource: string) => Error): EcephysProjectApi {
  const refuse = async (resource: string): Promise<never> => {
    throw errorOf(resource);
  };
  return {
    name,
    getSessions: () => refuse("the sessions table"),
    getProbes: () => refuse("the probes table"),
    getChannels: () => refuse("the channels table"),
    getUnits: () => refuse("the units table"),
    getUnitAnalysisMetrics: async (filters = {}) => refuse(metricsName(filters)),
    getSessionData: (sessionId) => refuse(`the NWB file of session ${sessionId}`),
    getProbeLfpData: (probeId) => refuse(`the LFP file of probe ${probeId}`),
    getNaturalMovieTemplate: (number) => refuse(`natural movie ${number}`),
    getNaturalSceneTemplate: (number) => refuse(`natural scene ${number}`),
  };
}

function metricsName({ sessionIds, sessionTypes, unitIds }: UnitAnalysisMetricFilters): string {
  const { ids, names } = argumentChecks("Fetching");
  const sessions = of("session", ids("sessionIds", sessionIds));
  const types = of("session type", names("sessionTypes", sessionTypes));
  return `the unit analysis metrics${sessions}${types}${of("unit", ids("unitIds", unitIds))}`;
}

const LISTED = 3;

/** " of sessions 1, 2, 3 and 4 more"; nothing where there is no filter. */
function of(noun: string, values: readonly (number | string)[] | undefined): string {
  if (values === undefined) return "";
  const rest = values.length - LISTED;
  const list = values.slice(0, LISTED).join(", ") || "(none)";
  return ` of ${noun}${values.length === 1 ? "" : "s"} ${list}${rest > 0 ? ` and ${rest} more` : ""}`;
}
