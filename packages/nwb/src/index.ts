/**
 * Sessions, LFP, movies and scenes. Runs in Node and in browsers.
 *
 * @module @ecephys/nwb
 */

export type { AnalysisCallOptions, AnalysisProgress } from "./analysis-call.ts";
export * from "./arrays/index.ts";
export {
  BehaviorEcephysSession,
  type BehaviorSpeedRow,
  type LickRow,
  type PerformanceMetricsOptions,
  type RewardRow,
} from "./behavior/behavior-session.ts";
export type { BehaviorSessionMetadata } from "./behavior/metadata.ts";
export type { PerformanceMetrics, RollingPerformanceRow } from "./behavior/performance.ts";
export type { StimulusImage } from "./behavior/stimulus-templates.ts";
export type {
  EventCorrelogramOptions,
  EventCountOptions,
  EventPsthOptions,
  EventRasterOptions,
  EventRateOptions,
  EventSelection,
  EventSpikeOptions,
  EventStatisticsOptions,
} from "./events/options.ts";
export type { AgeInDays } from "./file/instants.ts";
export type { ContentKind } from "./file/kinds.ts";
export type { NwbMetadata, NwbObject, NwbSubject } from "./file/metadata.ts";
export type { ValueKind } from "./file/series-layout.ts";
export type { SeriesPart } from "./file/table/cells.ts";
export type { PlainValue } from "./file/values.ts";
export {
  LazyDataArray,
  type LazyPositions,
  type LazySelection,
  type LazySource,
  type TimeInterval,
} from "./lfp/lazy-data-array.ts";
export type { TimeAxis } from "./lfp/time-axis.ts";
export { nwbReaders, openBehaviorSession, openNwb, openSession } from "./open-browser.ts";
export type { OpenNwbOptions } from "./open-nwb.ts";
export type { KeepPlace, RemoteOptions } from "./open-remote.ts";
export type { FileBytes, FileOnServer, NwbReaders, OpenSessionOptions } from "./open-session.ts";
export type { SignalOptions } from "./options.ts";
export { NwbRecording, type RecordingSpikeOptions, type Shortcut } from "./recording/nwb-recording.ts";
export type { ColumnRow, ContentRow, IntervalRow, LinkRow, SpeedRow } from "./recording/row-types.ts";
export type { TableOptions } from "./recording/tables.ts";
export type { SeriesIntervalRow } from "./series/intervals.ts";
export {
  NwbSeries,
  type SeriesPositions,
  type SeriesSelection,
  type SeriesTableOptions,
  type SeriesTime,
} from "./series/nwb-series.ts";
export type { SeriesElectrodes } from "./series/parts.ts";
export type { PupilRow, RigGeometryRow, ScreenGazeRow } from "./session/behavior-row-types.ts";
export { EcephysSession } from "./session/ecephys-session.ts";
export type { SessionMetadata, SubjectMetadata } from "./session/metadata.ts";
export type {
  InterPresentationIntervalRow,
  InvalidTimeRow,
  OptogeneticEpochRow,
  PresentationRow,
  RawRunningRow,
  RunningSpeedRow,
  SessionChannelRow,
  SessionProbeRow,
  SessionUnitRow,
  StimulusConditionRow,
  StimulusEpochRow,
  StructureUnitCountRow,
} from "./session/row-types.ts";
export type { SessionCorrelogramOptions } from "./session/session-analysis.ts";
export type { RunningSpeedOptions, ScreenGazeOptions } from "./session/session-behavior.ts";
export type { LfpOptions } from "./session/session-lfp.ts";
export type { SpikesByUnitOptions, UnitDataOptions } from "./session/session-spikes.ts";
export type { ParameterValuesOptions, PresentationParametersOptions } from "./session/session-stimuli.ts";
export type { SessionStimulusOptions, UnitFilter } from "./session/session-stimulus-analyses.ts";
export type { StimulusEpochOptions } from "./session/stimulus/epochs.ts";
export type { Parameter } from "./session/stimulus/parameters.ts";
export type { StimulusNames, StimulusTableOptions } from "./session/stimulus/tables.ts";
export type { ChannelStructureIntervals } from "./session/structures.ts";
export type { UnitFilterReason, UnitFilterReport, UnitMetric } from "./session/unit-filter-report.ts";
