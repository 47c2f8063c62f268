/**
 * The names of the options of every analysis, for the methods of sessions that take the same; it may change in any
 * release.
 *
 * @module @ecephys/analysis/internal
 */

export { FIRING_RATE_OPTIONS } from "./firing-rates.ts";
export { SPIKE_SELECTION } from "./inputs.ts";
export { OPTOTAGGING_OPTIONS } from "./optotagging.ts";
export { PSTH_OPTIONS } from "./psth.ts";
export { RASTER_OPTIONS } from "./raster.ts";
export { RECEPTIVE_FIELD_OPTIONS } from "./receptive-field.ts";
export { SPIKE_COUNT_OPTIONS } from "./spike-counts.ts";
export { SPIKE_STATISTICS_OPTIONS } from "./spike-statistics.ts";
