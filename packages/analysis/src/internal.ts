/**
 * The names of the options of every analysis, for the methods of sessions that take the same, and the analyses in
 * steps, between which those yield to the event loop; it may change in any release.
 *
 * @module @ecephys/analysis/internal
 */

export { FIRING_RATE_OPTIONS, firingRateSteps } from "./firing-rates.ts";
export { groupRows } from "./groups.ts";
export { SPIKE_SELECTION } from "./inputs.ts";
export { OPTOTAGGING_OPTIONS, optotaggingSteps } from "./optotagging.ts";
export { presentationSpikeTimeSteps } from "./presentation-spike-times.ts";
export { PSTH_OPTIONS, psthSteps } from "./psth.ts";
export { RASTER_OPTIONS, rasterSteps } from "./raster.ts";
export { RECEPTIVE_FIELD_OPTIONS, receptiveFieldSteps } from "./receptive-field.ts";
export { SPIKE_COUNT_OPTIONS, spikeCountSteps } from "./spike-counts.ts";
export { SPIKE_STATISTICS_OPTIONS, spikeStatisticsSteps } from "./spike-statistics.ts";
export { noiseCorrelationSteps, signalCorrelationSteps } from "./spikes/correlations.ts";
export { CORRELOGRAMS_OPTIONS, correlogramsInTurns } from "./spikes/correlograms.ts";
export { STIMULUS_METRICS_OPTIONS, stimulusKinds } from "./stimulus/stimulus-metrics.ts";
export { STIMULUS_ANALYSIS_OPTIONS } from "./stimulus/stimulus-responses.ts";
export { WORKERS_OPTIONS } from "./workers/options.ts";
