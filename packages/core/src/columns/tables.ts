import type { ColumnInfo, ColumnTexts } from "./column-info.ts";
import { METRIC_COLUMNS } from "./metric-columns.ts";
import { PROJECT_COLUMNS, UNIT_COLUMNS } from "./project-columns.ts";
import { EYE_COLUMNS, SESSION_COLUMNS } from "./session-columns.ts";

const SHARED: ColumnTexts = {
  ...METRIC_COLUMNS,
  ...EYE_COLUMNS,
  ...UNIT_COLUMNS,
  ecephys_unit_id: ["integer", "identifier of the unit"],
};
/** One name may mean something else in the tables of a session: `phase` of a probe, and of a grating. */
const OF_PROJECT: ColumnTexts = { ...SHARED, ...SESSION_COLUMNS, ...PROJECT_COLUMNS };
const OF_A_SESSION: ColumnTexts = { ...SHARED, ...PROJECT_COLUMNS, ...SESSION_COLUMNS };

const words = (text: string) => text.trim().split(/\s+/);

const OF_SESSION = words(
  "date_of_acquisition isi_experiment_id published_at specimen_id session_type age_in_days sex genotype has_nwb",
);
const OF_PROBE = words(`air_channel_index ecephys_session_id lfp_sampling_rate lfp_temporal_subsampling_factor
  name phase sampling_rate surface_channel_index has_lfp_data`);
const PLACE = words(`probe_horizontal_position probe_vertical_position anterior_posterior_ccf_coordinate
  dorsal_ventral_ccf_coordinate left_right_ccf_coordinate ecephys_structure_id ecephys_structure_acronym`);
const COUNTS = ["unit_count", "channel_count"];
const METRICS = ["ecephys_unit_id", ...Object.keys(METRIC_COLUMNS).sort()];
const OF_UNIT = Object.keys(UNIT_COLUMNS);
const SESSION_PLACE =
  words(`filtering probe_channel_number probe_horizontal_position probe_id probe_vertical_position
  structure_acronym ecephys_structure_id ecephys_structure_acronym anterior_posterior_ccf_coordinate
  dorsal_ventral_ccf_coordinate left_right_ccf_coordinate`);
const PARAMETERS =
  words(`contrast size temporal_frequency spatial_frequency phase orientation color x_position
  y_position frame opacity mask units color_triplet Dir Speed coherence`);

const units = [
  "id",
  ...OF_UNIT.filter((name) => name !== "quality"),
  "quality",
  "ecephys_channel_id",
  "ecephys_probe_id",
  "local_index",
  ...PLACE,
  ...OF_PROBE,
  ...OF_SESSION,
];

/** The columns of the tables, by the name of the table: of the project, and of one session. */
const TABLES = {
  sessions: [
    "id",
    ...OF_SESSION.map((name) => (name === "genotype" ? "full_genotype" : name)),
    ...COUNTS,
    "probe_count",
    "ecephys_structure_acronyms",
  ],
  probes: ["id", ...OF_PROBE, ...OF_SESSION, ...COUNTS, "ecephys_structure_acronyms"],
  channels: [
    "id",
    "ecephys_probe_id",
    "local_index",
    ...PLACE,
    ...OF_PROBE.map((name) => (name === "name" ? "probe_name" : name)),
    ...OF_SESSION,
    "unit_count",
  ],
  units,
  metrics: [...METRICS, ...units.filter((name) => name !== "id")],
  structures: ["ecephys_structure_acronym", ...COUNTS, "probe_count", "session_count"],
  "session-types": ["session_type", "session_count"],
  genotypes: ["full_genotype", "session_count"],
  "session-units": [
    "unit_id",
    ...OF_UNIT.filter((name) => !/^(quality|epoch_name_.*)$/.test(name)),
    "cluster_id",
    "local_index",
    "peak_channel_id",
    ...SESSION_PLACE,
    ...words("probe_description location probe_sampling_rate probe_lfp_sampling_rate probe_has_lfp_data"),
    ...METRICS.slice(1),
  ],
  "session-channels": ["id", ...SESSION_PLACE, "valid_data"],
  "session-probes": words("id description location sampling_rate lfp_sampling_rate has_lfp_data"),
  presentations: words(
    `stimulus_presentation_id stimulus_block start_time stop_time stimulus_name ${PARAMETERS.join(" ")} duration stimulus_condition_id`,
  ),
  conditions: ["stimulus_condition_id", "stimulus_name", ...PARAMETERS],
  parameters: words("stimulus_name parameter value"),
  epochs: words("start_time stop_time duration stimulus_name stimulus_block"),
  spikes: words("unit_id spike_time spike_amplitude"),
  waveforms: words("unit_id channel_id time mean_waveform"),
  counts: words("stimulus_presentation_id time_relative_to_stimulus_onset unit_id spike_counts"),
  psth: words("unit_id time_relative_to_stimulus_onset firing_rate"),
  raster: words("unit_id trial stimulus_presentation_id time_relative_to_stimulus_onset spike_time"),
  correlogram: words("unit_id second_unit_id lag spike_pairs"),
  "receptive-field": words("unit_id y_position x_position receptive_field"),
  running: words("start_time end_time velocity net_rotation"),
  pupil: ["Time (s)", ...Object.keys(EYE_COLUMNS).filter((name) => !/^(raw|filtered)_/.test(name))],
  gaze: ["Time (s)", ...Object.keys(EYE_COLUMNS).filter((name) => /^(raw|filtered)_/.test(name))],
  optotagging: words("id start_time condition level stop_time stimulus_name duration"),
  "invalid-times": words("id start_time stop_time tags"),
  csd: words("virtual_channel_index time vertical_position horizontal_position CSD"),
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The name of a table whose columns are described. */
export type DescribedTable = keyof typeof TABLES;

/** The tables whose columns are described: of the project, then of one session. */
export const DESCRIBED_TABLES = Object.keys(TABLES) as readonly DescribedTable[];

/** The tables of the project; the others are of one session. */
export const PROJECT_TABLES: readonly DescribedTable[] = [
  "sessions",
  "probes",
  "channels",
  "units",
  "metrics",
  "structures",
  "session-types",
  "genotypes",
];

/**
 * What is known of a column by its name alone, which is the same in all tables that have it; undefined otherwise, and for
 * columns of the data that nobody has described.
 */
export function columnInfo(name: string): ColumnInfo | undefined {
  const info = infoIn(OF_PROJECT, name);
  return info?.meaning === infoIn(OF_A_SESSION, name)?.meaning ? info : undefined;
}

function infoIn(texts: ColumnTexts, name: string): ColumnInfo | undefined {
  if (!Object.hasOwn(texts, name)) return undefined;
  const [type, meaning, unit] = texts[name]!;
  return { name, type, unit, meaning };
}

/**
 * The columns that a table of the dataset may have, with type, unit and meaning. Some are left out of tables by default
 * (`suppress`), and some are only in tables of some sessions; a table may have others that the data bring along.
 * @example
 * import { describeColumns } from "@ecephys/core/columns";
 *
 * for (const { name, unit, meaning } of describeColumns("units")) console.log(name, unit ?? "", meaning);
 */
export function describeColumns(table: DescribedTable): readonly ColumnInfo[] {
  const texts = PROJECT_TABLES.includes(table) ? OF_PROJECT : OF_A_SESSION;
  return TABLES[table].map((name) => infoIn(texts, name)!);
}
