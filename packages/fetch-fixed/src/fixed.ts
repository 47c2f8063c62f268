import type { EcephysProjectApi, FetchOptions } from "@ecephys/core";
import {
  CHANNEL_FILTERS,
  FETCH_OPTIONS,
  METRIC_FILTERS,
  PROBE_FILTERS,
  SESSION_FILTERS,
  UNIT_FILTERS,
} from "@ecephys/core/internal";
import { argumentChecks, EcephysError, type OptionNames } from "@ecephys/files";

/**
 * A backend that never fetches: a project cache that is given it answers from what its directory holds, and
 * nothing else. Every call rejects with an EcephysError "missing-data" that names what was asked for; the cache
 * adds where it looked ([note C1](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#c1), [note M6](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#m6)).
 */
export function fixed(): EcephysProjectApi {
  return {
    name: "fixed",
    getSessions: async (filters) => refuse("the sessions table", filters, SESSION_FILTERS),
    getProbes: async (filters) => refuse("the probes table", filters, PROBE_FILTERS),
    getChannels: async (filters) => refuse("the channels table", filters, CHANNEL_FILTERS),
    getUnits: async (filters) => refuse("the units table", filters, UNIT_FILTERS),
    getUnitAnalysisMetrics: async (filters = {}) => {
      const { ids, names } = argumentChecks("Fetching");
      const { sessionIds, sessionTypes, unitIds } = filters;
      const sessions = of("session", ids("sessionIds", sessionIds));
      const types = of("session type", names("sessionTypes", sessionTypes));
      const units = of("unit", ids("unitIds", unitIds));
      return refuse(`the unit analysis metrics${sessions}${types}${units}`, filters, METRIC_FILTERS);
    },
    getSessionData: async (sessionId, options) => refuseFile(`the NWB file of session ${sessionId}`, options),
    getProbeLfpData: async (probeId, options) => refuseFile(`the LFP file of probe ${probeId}`, options),
    getNaturalMovieTemplate: async (number, options) => refuseFile(`natural movie ${number}`, options),
    getNaturalSceneTemplate: async (number, options) => refuseFile(`natural scene ${number}`, options),
  };
}

function refuse<Options extends FetchOptions>(
  resource: string,
  options: Options | undefined,
  names: OptionNames<Options>,
  called: "the options" | "the filters" = "the filters",
): never {
  if (options !== undefined) argumentChecks("Fetching").knownOptions(options, names, called);
  throw new EcephysError("missing-data", {
    action: "Fetching",
    resource,
    reason: "it is not in the cache, and the fixed backend fetches nothing",
    remedy: "Open the cache with a backend that can fetch (the warehouse or LIMS), or add the file to it.",
  });
}

function refuseFile(resource: string, options: FetchOptions | undefined): never {
  return refuse(resource, options, FETCH_OPTIONS, "the options");
}

const LISTED = 3;

/** " of sessions 1, 2, 3 and 4 more"; nothing where there is no filter. */
function of(noun: string, values: readonly (number | string)[] | undefined): string {
  if (values === undefined) return "";
  const rest = values.length - LISTED;
  const list = values.slice(0, LISTED).join(", ") || "(none)";
  return ` of ${noun}${values.length === 1 ? "" : "s"} ${list}${rest > 0 ? ` and ${rest} more` : ""}`;
}
