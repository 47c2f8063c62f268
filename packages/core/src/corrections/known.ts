/** How a known fault is told where it shows, without being asked for. */
export type CorrectionShown =
  /** One warning with the number of values, when they are read. */
  | "warning"
  /** The error for what does not exist says so. */
  | "error"
  /** It is true of every row: `correctionsOf(table)` and the docs have it. */
  | "table";

/** A known fault of the released data. */
export interface Correction {
  readonly id: CorrectionId;
  /** What is wrong, in a sentence. */
  readonly what: string;
  /** Where: files of the data set, and tables and methods of these packages. */
  readonly where: readonly string[];
  readonly columns: readonly string[];
  /** How it is known. */
  readonly source: string;
  readonly shown: CorrectionShown;
  /** What `corrections: [id]` does; undefined where nothing can be put right. */
  readonly correction: string | undefined;
}

/** The names of the known faults. */
export type CorrectionId =
  | "electrode-z-repeats-y"
  | "ccf-not-registered"
  | "unit-local-index"
  | "session-start-time"
  | "session-without-lfp"
  | "lfp-never-released"
  | "lfp-subsampled"
  | "unit-counts";

const CCF = [
  "anterior_posterior_ccf_coordinate",
  "dorsal_ventral_ccf_coordinate",
  "left_right_ccf_coordinate",
] as const;

/** The known faults of the released data: what the answers of the packages have, and can have put right. */
export const CORRECTIONS: readonly Correction[] = [
  {
    id: "electrode-z-repeats-y",
    what: "The electrodes' z repeats their y, so that the left-right coordinate of every channel equals its dorsal-ventral one.",
    where: ["session NWB files", "EcephysSession.channels", "EcephysSession.units"],
    columns: ["left_right_ccf_coordinate"],
    source:
      "It shows in the released files: electrodes/z and electrodes/y are equal throughout, while channels.csv has other left-right coordinates for the same channels.",
    shown: "warning",
    correction:
      "The left-right coordinates are missing (NaN). A session of a project cache has the table's coordinates either way.",
  },
  {
    id: "ccf-not-registered",
    what: "A coordinate of -1000 is no place: the channel was not registered to the common coordinate framework. NWB files have NaN instead.",
    where: ["channels.csv", "getChannels", "getUnits", "EcephysSession.channels of a project cache"],
    columns: CCF,
    source: "The released channels.csv against the electrodes of the same sessions' NWB files.",
    shown: "warning",
    correction: "These coordinates are missing (NaN).",
  },
  {
    id: "unit-local-index",
    what: "The local_index of a unit in the project's tables is that of its peak channel on the probe, not the unit's own.",
    where: ["getUnits", "getUnitAnalysisMetricsForSession", "getUnitAnalysisMetricsBySessionType"],
    columns: ["local_index"],
    source: "AllenSDK 2.16.2 joins units and channels without renaming (note T2).",
    shown: "table",
    correction: "The column is called probe_channel_number, as in a session's table of units.",
  },
  {
    id: "session-start-time",
    what: "The session_start_time of the released files is a date of their making, not of the recording.",
    where: ["session NWB files", "EcephysSession.sessionStartTime", "EcephysSession.metadata"],
    columns: ["session_start_time"],
    source: "The released files against date_of_acquisition in sessions.csv.",
    shown: "warning",
    correction: "A session of a project cache has the table's date_of_acquisition.",
  },
  {
    id: "session-without-lfp",
    what: "Session 839557629 was released without LFP.",
    where: ["probes.csv: has_lfp_data", "EcephysSession.getLfp", "EcephysSession.getCurrentSourceDensity"],
    columns: ["has_lfp_data"],
    source: "probes.csv of the released cache has no LFP for any probe of the session.",
    shown: "error",
    correction: undefined,
  },
  {
    id: "lfp-never-released",
    what: "The LFP files of probes 846401838, 832810584 and 773463023 were never released, unlike those of other probes of their sessions.",
    where: ["probes.csv: has_lfp_data", "EcephysSession.getLfp", "EcephysSession.getCurrentSourceDensity"],
    columns: ["has_lfp_data"],
    source: "probes.csv of the released cache, and the warehouse's list of files.",
    shown: "error",
    correction: undefined,
  },
  {
    id: "lfp-subsampled",
    what: "Released LFP holds every fourth channel of the probe and every second sample: probes.csv names the rate before that.",
    where: ["probes.csv", "probe LFP NWB files", "getProbes", "EcephysSession.getLfp"],
    columns: ["lfp_sampling_rate", "lfp_temporal_subsampling_factor"],
    source: "The files' timestamps and electrodes against probes.csv (note T13).",
    shown: "table",
    correction: undefined,
  },
  {
    id: "unit-counts",
    what: "unit_count of the sessions counts units out of the brain, which the units of a session leave out by default: the two differ.",
    where: ["getSessionTable", "getProbes", "EcephysSession.units", "EcephysSession.numUnits"],
    columns: ["unit_count"],
    source: "AllenSDK's default filters of the project's tables and of a session's units (note T6).",
    shown: "table",
    correction: undefined,
  },
];

/** The coordinates of a channel. */
export const CCF_COLUMNS: readonly string[] = CCF;

const BY_ID = new Map(CORRECTIONS.map((correction) => [correction.id, correction]));

/** The fault of a name. */
export function correctionOf(id: CorrectionId): Correction {
  return BY_ID.get(id)!;
}
