import {
  CHANNELS,
  PROBES,
  SESSIONS,
  type TableSchema,
  tableFromRecords,
  UNITS,
  writeCsv,
} from "@ecephys/core";

const SESSION_COUNT = 58;
const PROBE_COUNT = 332;
const CHANNELS_A_PROBE = 371;
const UNIT_COUNT = 118_968;
const STRUCTURES = "APN,TH,DG,CA1,CA3,VISp,VISl,VISrl,VISam,VISpm,VISal,LGd,LP,SUB,ProS,MB".split(",");

type Row = Record<string, unknown>;

/** The CSVs of a synthetic project of the real one's size, by file name; always the same. */
export function syntheticTables(): Map<string, Uint8Array> {
  const random = generator(20191003);
  const rows = (count: number, row: (index: number) => Row) =>
    Array.from({ length: count }, (_, index) => row(index));
  const channelCount = PROBE_COUNT * CHANNELS_A_PROBE;
  return new Map([
    csv("sessions.csv", SESSIONS, rows(SESSION_COUNT, session)),
    csv("probes.csv", PROBES, rows(PROBE_COUNT, probe)),
    csv(
      "channels.csv",
      CHANNELS,
      rows(channelCount, (index) => channel(index, random)),
    ),
    csv(
      "units.csv",
      UNITS,
      rows(UNIT_COUNT, (index) => unit(index, channelCount, random)),
    ),
  ]);
}

function session(index: number): Row {
  return {
    id: 715093703 + index * 1000,
    date_of_acquisition: "2019-01-19T08:54:18Z",
    isi_experiment_id: 705968051 + index,
    published_at: "2019-10-03T00:00:00Z",
    specimen_id: 699733581 + index,
    session_type: index % 2 ? "functional_connectivity" : "brain_observatory_1.1",
    age_in_days: 95 + (index % 45),
    sex: index % 4 ? "M" : "F",
    genotype: index % 3 ? "wt/wt" : "Sst-IRES-Cre/wt;Ai32(RCL-ChR2(H134R)_EYFP)/wt",
    has_nwb: true,
  };
}

function probe(index: number): Row {
  return {
    id: 729445648 + index,
    air_channel_index: 384,
    ecephys_session_id: 715093703 + (index % SESSION_COUNT) * 1000,
    lfp_sampling_rate: 2499.99 + index / 1e5,
    lfp_temporal_subsampling_factor: 2,
    name: `probe${"ABCDEF"[Math.floor(index / SESSION_COUNT) % 6]}`,
    phase: "3a",
    sampling_rate: 29999.96 + index / 1e5,
    surface_channel_index: 330 + (index % 30),
    has_lfp_data: true,
  };
}

function channel(index: number, random: () => number): Row {
  const isOut = random() < 0.1;
  const structure = Math.floor((index / 23) % STRUCTURES.length);
  return {
    id: 849705558 + index,
    ecephys_probe_id: 729445648 + Math.floor(index / CHANNELS_A_PROBE),
    local_index: index % CHANNELS_A_PROBE,
    probe_horizontal_position: [43, 11, 59, 27][index % 4],
    probe_vertical_position: 20 * (1 + Math.floor((index % CHANNELS_A_PROBE) / 2)),
    anterior_posterior_ccf_coordinate: isOut ? null : Math.floor(7000 + 1500 * random()),
    dorsal_ventral_ccf_coordinate: isOut ? null : Math.floor(500 + 3500 * random()),
    left_right_ccf_coordinate: isOut ? null : Math.floor(6000 + 3500 * random()),
    ecephys_structure_id: isOut ? null : 200 + structure,
    ecephys_structure_acronym: isOut ? null : STRUCTURES[structure],
  };
}

function unit(index: number, channelCount: number, random: () => number): Row {
  const row: Row = {};
  for (const { name, type } of UNITS.columns) {
    if (type === "number") row[name] = random() < 0.02 ? null : Number((random() * 100).toPrecision(8));
  }
  return {
    ...row,
    id: 915956282 + index,
    ecephys_channel_id: 849705558 + Math.floor(random() * channelCount),
    amplitude_cutoff: random() < 0.6 ? Number((random() * 0.1).toPrecision(8)) : 0.5,
    presence_ratio: random() < 0.75 ? 0.99 : 0.9,
    isi_violations: Number(random().toPrecision(8)),
    quality: random() < 0.85 ? "good" : "noise",
    epoch_name_quality_metrics: "complete_session",
    epoch_name_waveform_metrics: "complete_session",
  };
}

function csv(name: string, schema: TableSchema, rows: readonly Row[]): [string, Uint8Array] {
  return [name, writeCsv(tableFromRecords(schema, rows), schema)];
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
