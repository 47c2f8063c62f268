import type { ChannelRow, RawUnitRow, UnitAnalysisMetricsRow } from "@ecephys/core";
import type { Parameter } from "./stimulus/parameters.ts";

/** A row of `EcephysSession.probes`: a probe as its session's file has it. Rates in Hz, NaN where unknown. */
export interface SessionProbeRow {
  id: number;
  /** "probeA". */
  description: string;
  location: string | null;
  sampling_rate: number;
  lfp_sampling_rate: number;
  has_lfp_data: boolean | null;
}

/** Where a channel lies: µm, NaN where unknown; acronyms are null out of the brain. */
interface Place extends Pick<ChannelRow, "probe_horizontal_position" | "probe_vertical_position"> {
  probe_id: number;
  filtering: string;
  probe_channel_number: number;
  /** As the file has it. */
  structure_acronym: string | null;
  anterior_posterior_ccf_coordinate: number;
  dorsal_ventral_ccf_coordinate: number;
  left_right_ccf_coordinate: number;
  /** The project's, through a project cache. */
  ecephys_structure_id?: number;
  /** The project's, through a project cache. */
  ecephys_structure_acronym?: string | null;
  /** With `filterByValidity: false`. */
  valid_data?: boolean | null;
}

/** A row of `EcephysSession.channels`. */
export interface SessionChannelRow extends Place {
  id: number;
}

/** What the file measured of a unit; not every file has every measure. */
interface Measured
  extends Omit<
      RawUnitRow,
      | "id"
      | "ecephys_channel_id"
      | "epoch_name_quality_metrics"
      | "epoch_name_waveform_metrics"
      | "waveform_halfwidth"
    >,
    Partial<Pick<RawUnitRow, "waveform_halfwidth">> {}

/**
 * A row of `EcephysSession.units`: a unit with its peak channel's and its probe's columns and, through a project
 * cache, its analysis metrics. Other columns of the file are reached by `withColumns`.
 */
export interface SessionUnitRow
  extends Measured,
    Place,
    Partial<Omit<UnitAnalysisMetricsRow, "ecephys_unit_id">> {
  unit_id: number;
  peak_channel_id: number;
  cluster_id: number;
  local_index: number;
  probe_description: string | null;
  location: string | null;
  probe_sampling_rate: number;
  probe_lfp_sampling_rate: number;
  probe_has_lfp_data: boolean | null;
}

/** A row of `EcephysSession.structurewiseUnitCounts`. */
export interface StructureUnitCountRow {
  ecephys_structure_acronym: string | null;
  unit_count: number;
}

/**
 * What was shown: a column is there where the session has a stimulus with that parameter, NaN or null in the rows of
 * other stimuli. `size`, `phase` and `spatial_frequency` hold numbers or arrays. Other parameters are reached by
 * `withColumns`.
 */
interface StimulusParameters {
  contrast?: number;
  orientation?: number;
  temporal_frequency?: number;
  color?: number;
  x_position?: number;
  y_position?: number;
  frame?: number;
  size?: Parameter;
  phase?: Parameter;
  spatial_frequency?: Parameter;
}

/** How it was drawn: in conditions, and in stimulus tables with `includeDetailedParameters`. */
interface DrawingParameters {
  opacity?: number;
  mask?: string | null;
  units?: string | null;
  color_triplet?: Parameter;
}

/** A row of `EcephysSession.stimulusPresentations`. Times in seconds on the master clock. */
export interface PresentationRow extends StimulusParameters, DrawingParameters {
  stimulus_presentation_id: number;
  /** NaN between blocks. */
  stimulus_block?: number;
  start_time: number;
  stop_time: number;
  stimulus_name: string;
  /** NaN where one of its times is. */
  duration: number;
  stimulus_condition_id: number;
}

/** A row of `EcephysSession.stimulusConditions`: a distinct combination of stimulus and parameters. */
export interface StimulusConditionRow extends StimulusParameters, DrawingParameters {
  stimulus_condition_id: number;
  stimulus_name: string;
}

/** A row of `EcephysSession.getStimulusEpochs`: a stretch of one stimulus block, in seconds. */
export interface StimulusEpochRow {
  start_time: number;
  stop_time: number;
  duration: number;
  stimulus_name: string;
  /** NaN between blocks. */
  stimulus_block: number;
}

/** A row of `EcephysSession.interPresentationIntervals`; `interval` in seconds. */
export interface InterPresentationIntervalRow {
  from_presentation_id: number;
  to_presentation_id: number;
  interval: number;
}

/** A row of `EcephysSession.invalidTimes`, in seconds. */
export interface InvalidTimeRow {
  id: number;
  start_time: number;
  stop_time: number;
  tags: readonly string[];
}

/** A row of `EcephysSession.runningSpeed`: seconds, cm/s, and radians where asked for. */
export interface RunningSpeedRow {
  start_time: number;
  end_time: number;
  velocity: number;
  net_rotation?: number;
}

/** A row of `EcephysSession.rawRunningData`: seconds, radians and volts. */
export interface RawRunningRow {
  frame_time: number;
  net_rotation: number;
  signal_voltage: number;
  supply_voltage: number;
}

/** A row of `EcephysSession.optogeneticStimulationEpochs`: a laser pulse; seconds and volts. */
export interface OptogeneticEpochRow {
  id: number;
  start_time: number;
  condition: string;
  level: number;
  stop_time: number;
  stimulus_name: string;
  duration: number;
}
