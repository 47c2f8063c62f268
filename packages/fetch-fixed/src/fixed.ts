import type { EcephysProjectApi } from "@ecephys/core";
import { argumentChecks, EcephysError } from "@ecephys/files";

/**
 * A backend that never fetches: a project cache that is given it answers from what its directory holds, and
 * nothing else. Every call rejects with an EcephysError "missing-data" that names what was asked for; the cache
 * adds where it looked (notes C1, M6).
 */
export function fixed(): EcephysProjectApi {
  return {
    name: "fixed",
    getSessions: () => refuse("the sessions table"),
    getProbes: () => refuse("the probes table"),
    getChannels: () => refuse("the channels table"),
    getUnits: () => refuse("the units table"),
    getUnitAnalysisMetrics: async ({ sessionIds, sessionTypes, unitIds } = {}) => {
      const { ids, names } = argumentChecks("Fetching");
      const sessions = of("session", ids("sessionIds", sessionIds));
      const types = of("session type", names("sessionTypes", sessionTypes));
      return refuse(`the unit analysis metrics${sessions}${types}${of("unit", ids("unitIds", unitIds))}`);
    },
    getIsiExperiments: () => refuse("the ISI experiments table"),
    getSessionData: (sessionId) => refuse(`the NWB file of session ${sessionId}`),
    getProbeLfpData: (probeId) => refuse(`the LFP file of probe ${probeId}`),
    getNaturalMovieTemplate: (number) => refuse(`natural movie ${number}`),
    getNaturalSceneTemplate: (number) => refuse(`natural scene ${number}`),
  };
}

function refuse(resource: string): Promise<never> {
  return Promise.reject(
    new EcephysError("missing-data", {
      action: "Fetching",
      resource,
      reason: "it is not in the cache, and the fixed backend fetches nothing",
      remedy: "Open the cache with a backend that can fetch (the warehouse or LIMS), or add the file to it.",
    }),
  );
}

const LISTED = 3;

/** " of sessions 1, 2, 3 and 4 more"; nothing where there is no filter. */
function of(noun: string, values: readonly (number | string)[] | undefined): string {
  if (values === undefined) return "";
  const rest = values.length - LISTED;
  const list = values.slice(0, LISTED).join(", ") || "(none)";
  return ` of ${noun}${values.length === 1 ? "" : "s"} ${list}${rest > 0 ? ` and ${rest} more` : ""}`;
}
