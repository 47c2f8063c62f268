/** Where the files of the Allen Institute hold what a session is made of. */

export const UNITS = "/units";
export const ELECTRODES = "/general/extracellular_ephys/electrodes";
/** Electrode groups, each of which is a probe. */
export const PROBES = "/general/extracellular_ephys";
/** Holds a table "…_presentations" for each stimulus. */
export const INTERVALS = "/intervals";
export const SUBJECT = "/general/subject";
export const IDENTIFIER = "/identifier";
export const START_TIME = "/session_start_time";
/** The session's type. */
export const SESSION_TYPE = "/general/stimulus";
export const RUNNING = "/processing/running";
export const RUNNING_SPEED = "/processing/running/running_speed";
export const RAW_ROTATION = "/acquisition/raw_running_wheel_rotation";
export const SIGNAL_VOLTAGE = "/acquisition/running_wheel_signal_voltage";
export const SUPPLY_VOLTAGE = "/acquisition/running_wheel_supply_voltage";
export const EYE_TRACKING = "/processing/eye_tracking";
export const RAW_GAZE = "/processing/raw_gaze_mapping";
export const FILTERED_GAZE = "/processing/filtered_gaze_mapping";
export const RIG = "/processing/eye_tracking_rig_metadata/eye_tracking_rig_metadata";
export const OPTOTAGGING = "/processing/optotagging/optogenetic_stimulation";
