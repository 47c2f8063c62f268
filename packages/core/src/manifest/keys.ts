/** The manifest's key of the sessions table. */
export const SESSIONS_KEY = "sessions";
/** The manifest's key of the probes table. */
export const PROBES_KEY = "probes";
/** The manifest's key of the channels table. */
export const CHANNELS_KEY = "channels";
/** The manifest's key of the units table. */
export const UNITS_KEY = "units";
/** The manifest's key of a session's directory; takes the session's id. */
export const SESSION_DIR_KEY = "session_data";
/** The manifest's key of a session's NWB file; takes the session's id twice (directory, file). */
export const SESSION_NWB_KEY = "session_nwb";
/** The manifest's key of a probe's LFP file; takes the session's id and the probe's. */
export const PROBE_LFP_NWB_KEY = "probe_lfp_nwb";
/** The manifest's key of the directory of natural movies. */
export const NATURAL_MOVIE_DIR_KEY = "movie_dir";
/** The manifest's key of a natural movie; takes its number. */
export const NATURAL_MOVIE_KEY = "natural_movie";
/** The manifest's key of the directory of natural scenes. */
export const NATURAL_SCENE_DIR_KEY = "natural_scene_dir";
/** The manifest's key of a natural scene; takes its number. */
export const NATURAL_SCENE_KEY = "natural_scene";
/** The manifest's key of a session's analysis metrics; takes the session's id twice (directory, file). */
export const SESSION_ANALYSIS_METRICS_KEY = "session_analysis_metrics";
/** The manifest's key of a session type's analysis metrics; takes the type. */
export const TYPEWISE_ANALYSIS_METRICS_KEY = "typewise_analysis_metrics";
