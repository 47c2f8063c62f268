/**
 * Pure functions over spike times, stimulus presentations and LFP; nothing here reads a file.
 *
 * @module @ecephys/analysis
 */

export type { NumberArray, Place, TrialLfp } from "./csd/arrays.ts";
export { removeLfpNoise, selectGoodChannels } from "./csd/channels.ts";
export {
  type CurrentSourceDensityData,
  type CurrentSourceDensityOptions,
  currentSourceDensity,
  secondDerivative,
} from "./csd/current-source-density.ts";
export { filterTrials } from "./csd/filter.ts";
export { currentSourceDensityInTurns } from "./csd/in-turns.ts";
export {
  type InterpolationMatrix,
  type InterpolationOptions,
  interpolateChannels,
  interpolationMatrix,
} from "./csd/interpolation.ts";
export { channelPlaces, phase3aChannelOrder, virtualPlaces } from "./csd/places.ts";
export { accumulateLfp, type OnsetOptions, relativeTimes, trialOnsets } from "./csd/trials.ts";
export { type FiringRateOptions, firingRates } from "./firing-rates.ts";
export type { InTurnsOptions, InTurnsProgress } from "./in-turns.ts";
export type { SpikeData, SpikeSelection, SpikeTimes, Warn } from "./inputs.ts";
export { bandPassInTurns, spectrogramInTurns, spikeTriggeredLfpInTurns } from "./lfp/in-turns.ts";
export {
  bandPass,
  type Lfp,
  type LfpBandOptions,
  type SpectrogramOptions,
  type SpikeTriggeredOptions,
  spectrogram,
  spikeTriggeredLfp,
} from "./lfp/signals.ts";
export type { BandPassOptions } from "./numeric/band-pass.ts";
export { type OptotaggingData, type OptotaggingOptions, optotaggingResponse } from "./optotagging.ts";
export { presentationwiseSpikeTimes } from "./presentation-spike-times.ts";
export { type PsthOptions, psth } from "./psth.ts";
export { type RasterOptions, rasterTable } from "./raster.ts";
export { chiSquare } from "./receptive-field/chi-square.ts";
export {
  fitGaussian,
  type Gaussian2d,
  type GaussianFit,
  gaussianMoments,
} from "./receptive-field/gaussian-fit.ts";
export type { Grid } from "./receptive-field/grid.ts";
export {
  invertReceptiveField,
  isInverted,
  type MaskOptions,
  type ReceptiveFieldMask,
  thresholdReceptiveField,
} from "./receptive-field/mask.ts";
export { type ResamplingOptions, resampledPValue } from "./receptive-field/resampling.ts";
export { type ReceptiveFieldOptions, receptiveField } from "./receptive-field.ts";
export {
  presentationwiseSpikeCounts,
  type SpikeCountOptions,
  type SpikeCounts,
  type SpikeCountType,
} from "./spike-counts.ts";
export { conditionwiseSpikeStatistics, type SpikeStatisticsOptions } from "./spike-statistics.ts";
export { noiseCorrelations, signalCorrelations } from "./spikes/correlations.ts";
export {
  autoCorrelogram,
  type Correlogram,
  type CorrelogramOptions,
  crossCorrelogram,
  type JitterOptions,
  jitterCorrectedCorrelogram,
} from "./spikes/correlogram.ts";
export { type CorrelogramsData, type CorrelogramsOptions, correlograms } from "./spikes/correlograms.ts";
export {
  type BurstOptions,
  type Bursts,
  findBursts,
  type IntervalOptions,
  type IntervalStatistics,
  interSpikeIntervals,
  intervalStatistics,
} from "./spikes/intervals.ts";
export {
  dotMotion,
  driftingGratings,
  flashes,
  naturalMovies,
  naturalScenes,
  receptiveFieldMapping,
  staticGratings,
} from "./stimulus/analyses.ts";
export { type ContrastFit, c50, fitContrastResponse } from "./stimulus/contrast.ts";
export type { SpikeReader, StimulusData, UnitsOptions, UnitsProgress } from "./stimulus/data.ts";
export type { StimulusKind, StimulusKindName } from "./stimulus/kinds.ts";
export type {
  DotMotionRow,
  DriftingGratingsRow,
  FlashesRow,
  MetricRows,
  NaturalMoviesRow,
  NaturalScenesRow,
  ReceptiveFieldMappingRow,
  StaticGratingsRow,
} from "./stimulus/metric-rows.ts";
export { type Blocks, fanoFactor, overallFiringRate, presentationBlocks } from "./stimulus/rates.ts";
export type {
  ReceptiveFieldMapping,
  ReceptiveFieldShapeOptions,
} from "./stimulus/receptive-field-mapping.ts";
export {
  type ReliabilityOptions,
  reliability,
  type SmoothedTrainOptions,
  smoothedTrain,
} from "./stimulus/reliability.ts";
export { type RunningModulation, runningModulation } from "./stimulus/running-modulation.ts";
export {
  directionSelectivity,
  imageSelectivity,
  lifetimeSparseness,
  orientationSelectivity,
} from "./stimulus/selectivity.ts";
export type {
  PreferredConditionRow,
  PresentationSpeedRow,
  PresentationSpikeRow,
  ReceptiveFieldFitRow,
  StimConditionRow,
  StimTableRow,
  StimulusParameterRows,
} from "./stimulus/shown-rows.ts";
export {
  discriminationIndex,
  fitSpatialFrequency,
  type SpatialFrequencyFit,
} from "./stimulus/spatial-frequency.ts";
export type { MetricsOptions, StimulusAnalysis } from "./stimulus/stimulus-analysis.ts";
export {
  type StimulusMetricsOptions,
  type StimulusMetricsProgress,
  type StimulusMetricsRow,
  stimulusMetrics,
} from "./stimulus/stimulus-metrics.ts";
export type {
  ConditionwisePsthOptions,
  StimulusAnalysisOptions,
  StimulusResponses,
} from "./stimulus/stimulus-responses.ts";
export {
  type BinnedTrials,
  f1f0,
  gratingModulation,
  type ModulationIndexOptions,
  modulationIndex,
} from "./stimulus/temporal-modulation.ts";
export {
  type Cube,
  intrinsicTimescale,
  type TimescaleFit,
  timeDelayedCorrelations,
} from "./stimulus/timescale.ts";
export type { ConditionStatisticsRow, PresentationStatisticsRow } from "./stimulus/unit-responses.ts";
export type { TimeDomain, TimeDomainCallback } from "./time-domain.ts";
export {
  type CellClassData,
  type CellClassOptions,
  cellClasses,
  type WaveformClass,
} from "./units/cell-classes.ts";
export type { WorkersOptions } from "./workers/options.ts";
