/**
 * How a column is stored: "integer" and "number" in a Float64Array (missing: NaN), "boolean" and "text" as
 * values (missing: null), "any" inferred from all of its values (numbers, booleans, text or arrays).
 */
export type ColumnType = "integer" | "number" | "boolean" | "text" | "any";

/** A column of a table whose type is declared. */
export interface ColumnSpec {
  readonly name: string;
  readonly type: ColumnType;
}

/** The known columns of a table in their usual order; the first is its id. Other columns may follow; their types are inferred. */
export interface TableSchema {
  /** For messages: "units". */
  readonly name: string;
  readonly columns: readonly ColumnSpec[];
  /**
   * Columns other than the declared integers that a CSV writes without decimal point if all of their values are
   * whole numbers. By default, those of undeclared type.
   */
  readonly wholeNumbers?: readonly string[] | undefined;
}

/** The names of a text, one by one. */
type NamesIn<Names extends string> = Names extends `${infer First} ${infer Rest}`
  ? First | NamesIn<Rest>
  : Names;

/** A schema whose columns the compiler knows by name and type: what a table's row type is made of. */
export interface KnownSchema<Spec extends ColumnSpec> extends TableSchema {
  readonly columns: readonly Spec[];
}

const of = <Type extends ColumnType, Names extends string>(type: Type, names: Names) =>
  names.split(" ").map((name) => ({ name, type })) as SpecOf<Type, NamesIn<Names>>[];

type SpecOf<Type extends ColumnType, Name> = Name extends string
  ? { readonly name: Name; readonly type: Type }
  : never;

const known = <Spec extends ColumnSpec>(schema: KnownSchema<Spec>): KnownSchema<Spec> => schema;

/** Raw sessions, as a fetch API returns them and sessions.csv stores them. */
export const SESSIONS = known({
  name: "sessions",
  columns: [
    ...of("integer", "id"),
    ...of("text", "date_of_acquisition"),
    ...of("integer", "isi_experiment_id"),
    ...of("text", "published_at"),
    ...of("integer", "specimen_id"),
    ...of("text", "session_type"),
    ...of("number", "age_in_days"),
    ...of("text", "sex genotype"),
    ...of("boolean", "has_nwb"),
  ],
});

/** Raw probes, as probes.csv stores them. */
export const PROBES = known({
  name: "probes",
  columns: [
    ...of("integer", "id air_channel_index ecephys_session_id"),
    ...of("number", "lfp_sampling_rate lfp_temporal_subsampling_factor"),
    ...of("text", "name phase"),
    ...of("number", "sampling_rate"),
    ...of("integer", "surface_channel_index"),
    ...of("boolean", "has_lfp_data"),
  ],
});

/** Raw channels, as channels.csv stores them. CCF coordinates in µm, probe positions in µm. */
export const CHANNELS = known({
  name: "channels",
  columns: [
    ...of("integer", "id ecephys_probe_id local_index probe_horizontal_position probe_vertical_position"),
    ...of(
      "number",
      "anterior_posterior_ccf_coordinate dorsal_ventral_ccf_coordinate left_right_ccf_coordinate ecephys_structure_id",
    ),
    ...of("text", "ecephys_structure_acronym"),
  ],
  wholeNumbers: [
    "anterior_posterior_ccf_coordinate",
    "dorsal_ventral_ccf_coordinate",
    "left_right_ccf_coordinate",
    "ecephys_structure_id",
  ],
});

/** Raw units, as units.csv stores them (before the renames of the annotated table). */
export const UNITS = known({
  name: "units",
  columns: [
    ...of("integer", "id"),
    ...of("number", "PT_ratio amplitude amplitude_cutoff cumulative_drift d_prime duration"),
    ...of("integer", "ecephys_channel_id"),
    ...of("text", "epoch_name_quality_metrics epoch_name_waveform_metrics"),
    ...of(
      "number",
      "firing_rate halfwidth isi_violations isolation_distance l_ratio max_drift nn_hit_rate nn_miss_rate presence_ratio",
    ),
    ...of("text", "quality"),
    ...of(
      "number",
      "recovery_slope repolarization_slope silhouette_score snr spread velocity_above velocity_below",
    ),
  ],
});

/** Unit analysis metrics: the id is known, the metrics differ by session type. */
export const UNIT_ANALYSIS_METRICS = known({
  name: "unit analysis metrics",
  columns: [...of("integer", "ecephys_unit_id")],
  wholeNumbers: ["pref_image_ns"],
});
