import { argumentChecks, EcephysError } from "@ecephys/files";
import type { EcephysProjectApi, UnitAnalysisMetricFilters } from "../fetch-api.ts";

/** A fetch API that asks nothing of anyone: every call rejects with an EcephysError "missing-data". */
export function offlineApi(api: EcephysProjectApi): EcephysProjectApi {
  const refuse = async (resource: string): Promise<never> => {
    throw new EcephysError("missing-data", {
      action: "Fetching",
      resource,
      reason: `it is not in the cache, and the ${api.name} is not asked while offline`,
      remedy: "Fetch it once while not offline, or copy the file into the cache",
    });
  };
  return {
    name: `${api.name}, offline`,
    getSessions: () => refuse("the sessions"),
    getProbes: () => refuse("the probes"),
    getChannels: () => refuse("the channels"),
    getUnits: () => refuse("the units"),
    getUnitAnalysisMetrics: (filters) => refuse(metricsName(filters ?? {})),
    getSessionData: (sessionId) => refuse(`session ${sessionId}`),
    getProbeLfpData: (probeId) => refuse(`the LFP of probe ${probeId}`),
    getNaturalMovieTemplate: (number) => refuse(`natural movie ${number}`),
    getNaturalSceneTemplate: (number) => refuse(`natural scene ${number}`),
    ...(api.close && { close: () => api.close?.() ?? Promise.resolve() }),
  };
}

function metricsName({ sessionIds = [], sessionTypes = [] }: UnitAnalysisMetricFilters): string {
  const { ids, names } = argumentChecks("Fetching");
  const of = [...ids("sessionIds", sessionIds), ...names("sessionTypes", sessionTypes)].join(", ");
  return of === "" ? "the unit analysis metrics" : `the unit analysis metrics of ${of}`;
}
