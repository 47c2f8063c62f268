/**
 * Pure functions over spike times, stimulus presentations and LFP; nothing here reads a file.
 *
 * @module @ecephys/analysis
 */

export { type FiringRateOptions, firingRates } from "./firing-rates.ts";
export type { SpikeData, SpikeSelection, SpikeTimes, Warn } from "./inputs.ts";
export { type OptotaggingData, type OptotaggingOptions, optotaggingResponse } from "./optotagging.ts";
export { presentationwiseSpikeTimes } from "./presentation-spike-times.ts";
export { type PsthOptions, psth } from "./psth.ts";
export { type RasterOptions, rasterTable } from "./raster.ts";
export { type ReceptiveFieldOptions, receptiveField } from "./receptive-field.ts";
export {
  presentationwiseSpikeCounts,
  type SpikeCountOptions,
  type SpikeCounts,
  type SpikeCountType,
} from "./spike-counts.ts";
export { conditionwiseSpikeStatistics, type SpikeStatisticsOptions } from "./spike-statistics.ts";
export type { TimeDomain, TimeDomainCallback } from "./time-domain.ts";
