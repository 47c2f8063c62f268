/** A column that a public table shows under a new name. */
export type Rename = readonly [from: string, to: string];

/**
 * The columns that remain after suppression, renamed. Unknown names are ignored; a renamed column is suppressed
 * under its old and its new name alike
 * ([note T4](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t4)).
 */
export function suppressAndRename<C extends { readonly name: string }>(
  columns: readonly C[],
  suppress: readonly string[],
  renames: readonly Rename[] = [],
): C[] {
  const hidden = new Set(suppress);
  const newNames = new Map(renames);
  return columns.flatMap((column) => {
    const name = newNames.get(column.name) ?? column.name;
    return hidden.has(column.name) || hidden.has(name) ? [] : [{ ...column, name }];
  });
}

/** Columns of raw units and their names in all other tables. */
export const UNIT_RENAMES = [
  ["PT_ratio", "waveform_PT_ratio"],
  ["amplitude", "waveform_amplitude"],
  ["duration", "waveform_duration"],
  ["halfwidth", "waveform_halfwidth"],
  ["recovery_slope", "waveform_recovery_slope"],
  ["repolarization_slope", "waveform_repolarization_slope"],
  ["spread", "waveform_spread"],
  ["velocity_above", "waveform_velocity_above"],
  ["velocity_below", "waveform_velocity_below"],
  ["l_ratio", "L_ratio"],
] as const satisfies readonly Rename[];

/** The session table's genotype. */
export const SESSION_RENAMES = [["genotype", "full_genotype"]] as const satisfies readonly Rename[];

/** The probe's name in the channel table ([note T3](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t3)). */
export const CHANNEL_RENAMES = [["name", "probe_name"]] as const satisfies readonly Rename[];

const ABOUT_SESSION = [
  "date_of_acquisition",
  "published_at",
  "specimen_id",
  "session_type",
  "isi_experiment_id",
  "age_in_days",
  "sex",
  "genotype",
  "has_nwb",
] as const;

const OF_PROBES_AND_SESSIONS = [
  "air_channel_index",
  "surface_channel_index",
  ...ABOUT_SESSION,
  "lfp_temporal_subsampling_factor",
] as const;

/**
 * The columns that `getSessionTable` leaves out by default.
 * @example
 * import { SUPPRESS_FROM_SESSION_TABLE } from "@ecephys/core";
 *
 * await cache.getSessionTable({ suppress: [...SUPPRESS_FROM_SESSION_TABLE, "sex"] }); // the defaults and mine
 */
export const SUPPRESS_FROM_SESSION_TABLE = ["has_nwb", "isi_experiment_id", "date_of_acquisition"] as const;

/** The columns that `getProbes` leaves out by default. */
export const SUPPRESS_FROM_PROBES = OF_PROBES_AND_SESSIONS;

/** The columns that `getChannels` leaves out by default. */
export const SUPPRESS_FROM_CHANNELS = [...OF_PROBES_AND_SESSIONS, "name"] as const;

/** The columns that `getUnits` leaves out by default. */
export const SUPPRESS_FROM_UNITS = [
  "air_channel_index",
  "surface_channel_index",
  "has_nwb",
  "lfp_temporal_subsampling_factor",
  "epoch_name_quality_metrics",
  "epoch_name_waveform_metrics",
  "isi_experiment_id",
] as const;

/** The default of `suppress`, by table. */
export const SUPPRESSED = {
  sessions: SUPPRESS_FROM_SESSION_TABLE,
  probes: SUPPRESS_FROM_PROBES,
  channels: SUPPRESS_FROM_CHANNELS,
  units: SUPPRESS_FROM_UNITS,
} as const satisfies Record<string, readonly string[]>;
