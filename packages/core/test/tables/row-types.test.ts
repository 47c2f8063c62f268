import { join } from "node:path";
import { writeCacheDirectory } from "@ecephys/fixtures";
import { newDirectory } from "@ecephys/fixtures/testing";
import type { ColumnTable } from "arquero";
import { beforeAll, describe, expect, it } from "vitest";
import type {
  ChannelRow,
  EcephysProjectCache,
  ProbeRow,
  RawChannelRow,
  RawProbeRow,
  RawSessionRow,
  RawUnitRow,
  SessionRow,
  UnitAnalysisMetricsRow,
  UnitRow,
  UnitWithMetricsRow,
} from "../../src/index.ts";
import { where } from "../../src/index.ts";
import { isMissing } from "../../src/internal.ts";
import { openProjectCache } from "../../src/node.ts";
import { labBackend } from "../project/backend.ts";

/** The kind of a cell's type, in words; the compiler checks that each column is given its own. */
type KindOf<Cell> = [Cell] extends [number | undefined]
  ? "number"
  : [Cell] extends [string | null | undefined]
    ? "text"
    : [Cell] extends [boolean | null | undefined]
      ? "boolean"
      : "list";
type Kinds<Row> = { [Name in keyof Row]-?: KindOf<Row[Name]> };
/** Which columns may be missing from a table. */
type Optional<Row> = { [Name in keyof Row]-?: object extends Pick<Row, Name> ? Name : never }[keyof Row];

const KIND: Readonly<Record<string, (value: unknown) => boolean>> = {
  number: (value) => typeof value === "number",
  text: (value) => value === null || typeof value === "string",
  boolean: (value) => value === null || typeof value === "boolean",
  list: (value) => value === null || Array.isArray(value),
};

/** Checks names and kinds of all columns: those that are optional are in `whole` only. */
function expectRows<Row>(
  usual: ColumnTable,
  whole: ColumnTable,
  kinds: Kinds<Row>,
  optional: readonly Optional<Row>[],
) {
  const names = Object.keys(kinds);
  expect(new Set(whole.columnNames())).toEqual(new Set(names));
  expect(new Set(usual.columnNames())).toEqual(
    new Set(names.filter((name) => !optional.includes(name as never))),
  );
  for (const [name, kind] of Object.entries<string>(kinds)) {
    const column = whole.array(name) as unknown[];
    const other = column.find((value) => !KIND[kind]!(value));
    expect({ name, other }).toEqual({ name, other: undefined });
    if (kind === "number") expect({ name, nulls: column.includes(null) }).toEqual({ name, nulls: false });
    expect({ name, empty: column.every(isMissing) }).toEqual({ name, empty: false });
  }
}

const text = "text" as const;
const number = "number" as const;
const boolean = "boolean" as const;
const list = "list" as const;

const RAW_SESSION: Kinds<RawSessionRow> = {
  id: number,
  date_of_acquisition: text,
  isi_experiment_id: number,
  published_at: text,
  specimen_id: number,
  session_type: text,
  age_in_days: number,
  sex: text,
  genotype: text,
  has_nwb: boolean,
};
const RAW_PROBE: Kinds<RawProbeRow> = {
  id: number,
  air_channel_index: number,
  ecephys_session_id: number,
  lfp_sampling_rate: number,
  lfp_temporal_subsampling_factor: number,
  name: text,
  phase: text,
  sampling_rate: number,
  surface_channel_index: number,
  has_lfp_data: boolean,
};
const RAW_CHANNEL: Kinds<RawChannelRow> = {
  id: number,
  ecephys_probe_id: number,
  local_index: number,
  probe_horizontal_position: number,
  probe_vertical_position: number,
  anterior_posterior_ccf_coordinate: number,
  dorsal_ventral_ccf_coordinate: number,
  left_right_ccf_coordinate: number,
  ecephys_structure_id: number,
  ecephys_structure_acronym: text,
};
const RAW_UNIT: Kinds<RawUnitRow> = {
  id: number,
  waveform_PT_ratio: number,
  waveform_amplitude: number,
  amplitude_cutoff: number,
  cumulative_drift: number,
  d_prime: number,
  waveform_duration: number,
  ecephys_channel_id: number,
  epoch_name_quality_metrics: text,
  epoch_name_waveform_metrics: text,
  firing_rate: number,
  waveform_halfwidth: number,
  isi_violations: number,
  isolation_distance: number,
  L_ratio: number,
  max_drift: number,
  nn_hit_rate: number,
  nn_miss_rate: number,
  presence_ratio: number,
  quality: text,
  waveform_recovery_slope: number,
  waveform_repolarization_slope: number,
  silhouette_score: number,
  snr: number,
  waveform_spread: number,
  waveform_velocity_above: number,
  waveform_velocity_below: number,
};
const without = <Row, Name extends keyof Row>(row: Row, ...names: Name[]): Omit<Row, Name> => {
  const left = { ...row };
  for (const name of names) delete left[name];
  return left;
};
const SESSION: Kinds<SessionRow> = {
  ...without(RAW_SESSION, "genotype"),
  full_genotype: text,
  unit_count: number,
  channel_count: number,
  probe_count: number,
  ecephys_structure_acronyms: list,
};
const PROBE: Kinds<ProbeRow> = {
  ...without(RAW_SESSION, "id"),
  ...RAW_PROBE,
  unit_count: number,
  channel_count: number,
  ecephys_structure_acronyms: list,
};
const CHANNEL: Kinds<ChannelRow> = {
  ...without(RAW_SESSION, "id"),
  ...without(RAW_PROBE, "id", "name"),
  ...RAW_CHANNEL,
  probe_name: text,
  unit_count: number,
};
const UNIT: Kinds<UnitRow> = {
  ...without(RAW_SESSION, "id"),
  ...without(RAW_PROBE, "id"),
  ...without(RAW_CHANNEL, "id"),
  ...RAW_UNIT,
};
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
const ABOUT_PROBE = [
  "air_channel_index",
  "surface_channel_index",
  "lfp_temporal_subsampling_factor",
] as const;
const UNIT_OPTIONAL = [
  ...ABOUT_PROBE,
  "has_nwb",
  "epoch_name_quality_metrics",
  "epoch_name_waveform_metrics",
  "isi_experiment_id",
  "quality",
] as const;

describe("the rows of tables match their types", () => {
  let cache: EcephysProjectCache;
  beforeAll(async () => {
    const root = newDirectory();
    writeCacheDirectory("mini", root);
    const manifest = join(root, "ecephys_project_manifest.json");
    cache = await openProjectCache({ api: labBackend(), manifest, offline: true, onWarning: () => {} });
  });
  const whole = { suppress: [] };

  it("sessions", async () => {
    expectRows<SessionRow>(await cache.getSessionTable(), await cache.getSessionTable(whole), SESSION, [
      "has_nwb",
      "isi_experiment_id",
      "date_of_acquisition",
    ]);
    const raw = await cache.getRawSessions();
    expectRows<RawSessionRow>(raw, raw, RAW_SESSION, []);
  });

  it("probes", async () => {
    expectRows<ProbeRow>(await cache.getProbes(), await cache.getProbes(whole), PROBE, [
      ...ABOUT_SESSION,
      ...ABOUT_PROBE,
    ]);
    const raw = await cache.getRawProbes();
    expectRows<RawProbeRow>(raw, raw, RAW_PROBE, []);
  });

  it("channels", async () => {
    expectRows<ChannelRow>(await cache.getChannels(), await cache.getChannels(whole), CHANNEL, [
      ...ABOUT_SESSION,
      ...ABOUT_PROBE,
      "probe_name",
    ]);
    const raw = await cache.getRawChannels();
    expectRows<RawChannelRow>(raw, raw, RAW_CHANNEL, []);
  });

  it("units", async () => {
    const all = await cache.getUnits({ ...whole, filterByValidity: false });
    expectRows<UnitRow>(await cache.getUnits(), all, UNIT, UNIT_OPTIONAL);
    const raw = await cache.getRawUnits({ filterByValidity: false });
    expectRows<RawUnitRow>(await cache.getRawUnits(), raw, RAW_UNIT, ["quality"]);
  });

  it("and their filters work as documented", async () => {
    const units = await cache.getUnits();
    const visual = units.filter((d) => ["VISp", "VISl"].includes(d.ecephys_structure_acronym as string));
    expect(visual.numRows()).toBe(17);
    const words = where(units, 'includes(["VISp", "VISl"], ecephys_structure_acronym)');
    expect(words.array("id")).toEqual(visual.array("id"));
    const few = where(units, 'snr > 2 && ecephys_structure_acronym == "VISp"');
    expect(few.objects()).toEqual(
      units.objects().filter((unit) => unit.snr > 2 && unit.ecephys_structure_acronym === "VISp"),
    );
  });

  it("unit analysis metrics, of which each session type has its own", async () => {
    const only = { annotate: false } as const;
    const scenes = await cache.getUnitAnalysisMetricsBySessionType("brain_observatory_1.1", only);
    const dots = await cache.getUnitAnalysisMetricsBySessionType("functional_connectivity", only);
    const all = scenes.concat(dots.assign(), dots) as ColumnTable;
    const shared = scenes.columnNames().filter((name) => dots.columnNames().includes(name));
    const names = new Set([...scenes.columnNames(), ...dots.columnNames()]);
    const declared: Kinds<UnitAnalysisMetricsRow> = METRICS;
    expect(names).toEqual(new Set(Object.keys(declared)));
    expect(all.numRows()).toBeGreaterThan(0);
    const optional = new Set<string>(METRICS_OPTIONAL);
    expect(new Set(shared)).toEqual(new Set([...names].filter((name) => !optional.has(name))));
    for (const table of [scenes, dots] as ColumnTable[])
      for (const name of table.columnNames())
        for (const value of table.array(name) as unknown[])
          if (!KIND[METRICS[name as keyof typeof METRICS]]!(value)) expect({ name, value }).toBeUndefined();
    const annotated = await cache.getUnitAnalysisMetricsForSession(715093703);
    const known: Partial<Kinds<UnitWithMetricsRow>> = { ...without(UNIT, "id"), ...METRICS };
    for (const name of annotated.columnNames()) expect(Object.keys(known)).toContain(name);
  });
});

type OfStimulus<Stimulus extends string> =
  `${"fano" | "firing_rate" | "lifetime_sparseness" | "run_mod" | "run_pval"}_${Stimulus}`;
const common = <Stimulus extends string>(stimulus: Stimulus) =>
  Object.fromEntries(
    ["fano", "firing_rate", "lifetime_sparseness", "run_mod", "run_pval"].map((name) => [
      `${name}_${stimulus}`,
      number,
    ]),
  ) as Record<OfStimulus<Stimulus>, "number">;

const METRICS: Kinds<UnitAnalysisMetricsRow> = {
  ...common("dg"),
  ...common("fl"),
  ...common("rf"),
  ...common("ns"),
  ...common("sg"),
  ...common("dm"),
  ecephys_unit_id: number,
  class_rf: text,
  center_rf: list,
  area_rf: number,
  azimuth_rf: number,
  c50_dg: number,
  elevation_rf: number,
  f1_f0_dg: number,
  g_dsi_dg: number,
  g_osi_dg: number,
  height_rf: number,
  mod_idx_dg: number,
  on_off_ratio_fl: number,
  p_value_rf: number,
  pref_ori_dg: number,
  pref_tf_dg: number,
  pref_tf_label_dg: number,
  sustained_idx_fl: number,
  time_to_peak_fl: number,
  time_to_peak_rf: number,
  width_rf: number,
  on_screen_rf: boolean,
  pref_ori_multi_dg: boolean,
  pref_tf_multi_dg: boolean,
  time_to_peak_ns: number,
  time_to_peak_sg: number,
  time_to_peak_dm: number,
  g_osi_sg: number,
  image_selectivity_ns: number,
  pref_image_ns: number,
  pref_ori_sg: number,
  pref_phase_sg: number,
  pref_sf_sg: number,
  pref_dir_dm: number,
  pref_speed_dm: number,
  pref_image_multi_ns: boolean,
  pref_ori_multi_sg: boolean,
  pref_phase_multi_sg: boolean,
  pref_sf_multi_sg: boolean,
  pref_dir_multi_dm: boolean,
  pref_speed_multi_dm: boolean,
};
const METRICS_OPTIONAL = Object.keys(METRICS).filter((name) => /_(ns|sg|dm)$/.test(name));
