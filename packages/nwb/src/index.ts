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
export type { BytesSource, NwbReaders, OpenSessionOptions } from "./open-session.ts";
export { EcephysSession, type SessionMetadata, type UnitDataOptions } from "./session/ecephys-session.ts";
export type { SubjectMetadata } from "./session/metadata.ts";
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
export type { SessionData } from "./session/session-data.ts";
export type { StimulusEpochOptions } from "./session/stimulus/epochs.ts";
export type { Parameter } from "./session/stimulus/parameters.ts";
export type { StimulusNames, StimulusTableOptions } from "./session/stimulus/tables.ts";
export type { ChannelStructureIntervals } from "./session/structures.ts";
export type { Waiting } from "./session/waiting.ts";
