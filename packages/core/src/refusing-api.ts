import { argumentChecks, type OptionNames } from "@ecephys/files";
import type { EcephysProjectApi, FetchOptions, UnitAnalysisMetricFilters } from "./fetch-api.ts";
import {
  CHANNEL_FILTERS,
  FETCH_OPTIONS,
  METRIC_FILTERS,
  PROBE_FILTERS,
  SESSION_FILTERS,
  UNIT_FILTERS,
} from "./fetch-filters.ts";

/** A fetch API whose every call rejects with an error for the requested resource. */
export function refusingApi(name: string, errorOf: (resource: string) => Error): EcephysProjectApi {
  const refuse = <Options extends FetchOptions>(
    resource: string,
    options: Options | undefined,
    names: OptionNames<Options>,
    called: "the options" | "the filters" = "the filters",
  ): never => {
    if (options !== undefined) argumentChecks("Fetching").knownOptions(options, names, called);
    throw errorOf(resource);
  };
  const refuseFile = (resource: string, options: FetchOptions | undefined): never =>
    refuse(resource, options, FETCH_OPTIONS, "the options");
  return {
    name,
    getSessions: async (filters) => refuse("the sessions table", filters, SESSION_FILTERS),
    getProbes: async (filters) => refuse("the probes table", filters, PROBE_FILTERS),
    getChannels: async (filters) => refuse("the channels table", filters, CHANNEL_FILTERS),
    getUnits: async (filters) => refuse("the units table", filters, UNIT_FILTERS),
    getUnitAnalysisMetrics: async (filters = {}) => refuse(metricsName(filters), filters, METRIC_FILTERS),
    getSessionData: async (sessionId, options) => refuseFile(`the NWB file of session ${sessionId}`, options),
    getProbeLfpData: async (probeId, options) => refuseFile(`the LFP file of probe ${probeId}`, options),
    getNaturalMovieTemplate: async (number, options) => refuseFile(`natural movie ${number}`, options),
    getNaturalSceneTemplate: async (number, options) => refuseFile(`natural scene ${number}`, options),
  };
}

function metricsName({ sessionIds, sessionTypes, unitIds }: UnitAnalysisMetricFilters): string {
  const { ids, names } = argumentChecks("Fetching");
  const sessions = of("session", ids("sessionIds", sessionIds));
  const types = of("session type", names("sessionTypes", sessionTypes));
  return `the unit analysis metrics${sessions}${types}${of("unit", ids("unitIds", unitIds))}`;
}

const LISTED = 3;

/** " of sessions 1, 2, 3 and 4 more"; empty without a filter. */
function of(noun: string, values: readonly (number | string)[] | undefined): string {
  if (values === undefined) return "";
  const rest = values.length - LISTED;
  const list = values.slice(0, LISTED).join(", ") || "(none)";
  return ` of ${noun}${values.length === 1 ? "" : "s"} ${list}${rest > 0 ? ` and ${rest} more` : ""}`;
}
