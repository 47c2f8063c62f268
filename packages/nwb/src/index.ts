/**
 * Sessions, LFP, movies and scenes. Runs in Node and in browsers.
 *
 * @module @ecephys/nwb
 */

export * from "./arrays/index.ts";
export {
  LazyDataArray,
  type LazyPositions,
  type LazySelection,
  type LazySource,
  type TimeInterval,
} from "./lfp/lazy-data-array.ts";
export type { TimeAxis } from "./lfp/time-axis.ts";
export { nwbReaders, openSession } from "./open-browser.ts";
export type { RemoteOptions } from "./open-remote.ts";
export type { FileBytes, FileOnServer, NwbReaders, OpenSessionOptions } from "./open-session.ts";
export type { SignalOptions } from "./options.ts";
export { EcephysSession } from "./session/ecephys-session.ts";
export type { AnalysisCallOptions, AnalysisProgress } from "./session/in-turns.ts";
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
export type { RunningSpeedOptions, ScreenGazeOptions } from "./session/session-behavior.ts";
export type { LfpOptions } from "./session/session-lfp.ts";
export type { UnitDataOptions } from "./session/session-spikes.ts";
export type { ParameterValuesOptions, PresentationParametersOptions } from "./session/session-stimuli.ts";
export type { SessionStimulusOptions, UnitFilter } from "./session/session-stimulus-analyses.ts";
export type { StimulusEpochOptions } from "./session/stimulus/epochs.ts";
export type { Parameter } from "./session/stimulus/parameters.ts";
export type { StimulusNames, StimulusTableOptions } from "./session/stimulus/tables.ts";
export type { ChannelStructureIntervals } from "./session/structures.ts";
