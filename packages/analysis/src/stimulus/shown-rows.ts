/** A presentation as the table has it; seconds on the clock of the spikes. */
interface Shown {
  stimulus_presentation_id: number;
  stimulus_block?: number;
  start_time: number;
  stop_time: number;
  stimulus_name?: string;
  duration?: number;
  stimulus_condition_id?: number;
}

/** What a condition is told apart by. */
interface Condition {
  stimulus_condition_id: number;
}

/**
 * The parameters of each class of stimuli, NaN in the rows of blank ones. Those that a table need not have, and that are
 * left out where none of the presentations has a value, are optional.
 */
export interface StimulusParameterRows {
  /** Degrees, Hz, 0 to 1. */
  drifting_gratings: { orientation: number; temporal_frequency: number; contrast?: number };
  /** Cycles/degree, degrees, 0 to 1. */
  static_gratings: { spatial_frequency: number; orientation: number; phase: number };
  /** -1: blank. */
  natural_scenes: { frame: number };
  natural_movies: { frame: number };
  /** 1: on, -1: off. */
  flashes: { color: number };
  /** Degrees. */
  receptive_field_mapping: { x_position: number; y_position: number; orientation?: number };
  /** Degrees. */
  dot_motion: { Speed: number; Dir: number };
}

/** A row of `stimTable()`, for each class of stimuli. Further columns are reached by `withColumns`. */
export type StimTableRow<Kind extends keyof StimulusParameterRows = keyof StimulusParameterRows> = Shown &
  StimulusParameterRows[Kind];

/** A row of `stimulusConditions()`, for each class of stimuli. */
export type StimConditionRow<Kind extends keyof StimulusParameterRows = keyof StimulusParameterRows> =
  Condition & StimulusParameterRows[Kind];

/** A row of `runningSpeed()`. */
export interface PresentationSpeedRow {
  stimulus_presentation_id: number;
  /** cm/s; NaN where it is not known. */
  running_speed: number;
}

/** A row of `preferredConditions()`. */
export interface PreferredConditionRow {
  unit_id: number;
  /** NaN where all conditions are blank. */
  stimulus_condition_id: number;
}

/** A row of `presentationwiseSpikeTimes()`. */
export interface PresentationSpikeRow {
  /** Seconds. */
  spike_time: number;
  stimulus_presentation_id: number;
  unit_id: number;
  /** Seconds. */
  time_since_stimulus_presentation_onset: number;
}

/** A row of `receptiveFieldFits()`: cells of the grid and degrees of the screen; NaN and null without spikes. */
export interface ReceptiveFieldFitRow {
  unit_id: number;
  mask_row: number;
  mask_column: number;
  mask_area: number;
  mask_azimuth: number;
  mask_elevation: number;
  inverted: boolean;
  height: number;
  center_row: number;
  center_column: number;
  width_rows: number;
  width_columns: number;
  cost: number;
  converged: boolean | null;
}
