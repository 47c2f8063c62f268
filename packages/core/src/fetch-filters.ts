import type { OptionNames } from "@ecephys/files";
import type {
  ChannelFilters,
  FetchOptions,
  ProbeFilters,
  SessionFilters,
  TableTextOptions,
  UnitAnalysisMetricFilters,
  UnitFilters,
} from "./fetch-api.ts";

/** The names of the options and filters of each method of a fetch API, for backends that check them. */
export const FETCH_OPTIONS: OptionNames<FetchOptions> = { signal: true, onProgress: true };

export const TABLE_TEXT_OPTIONS: OptionNames<TableTextOptions> = { ...FETCH_OPTIONS, validator: true };

export const SESSION_FILTERS: OptionNames<SessionFilters> = {
  ...FETCH_OPTIONS,
  publishedAt: true,
  sessionIds: true,
  hasEyeTracking: true,
  stimulusNames: true,
};

export const PROBE_FILTERS: OptionNames<ProbeFilters> = {
  ...FETCH_OPTIONS,
  publishedAt: true,
  probeIds: true,
  sessionIds: true,
};

export const CHANNEL_FILTERS: OptionNames<ChannelFilters> = { ...PROBE_FILTERS, channelIds: true };

export const UNIT_FILTERS: OptionNames<UnitFilters> = { ...CHANNEL_FILTERS, unitIds: true };

export const METRIC_FILTERS: OptionNames<UnitAnalysisMetricFilters> = {
  ...FETCH_OPTIONS,
  unitIds: true,
  sessionIds: true,
  sessionTypes: true,
};
