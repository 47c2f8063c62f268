import { File, type Group, ready } from "h5wasm";

/** As many as in the largest sessions of the Allen Institute. */
export const UNITS = 2779;
export const PRESENTATIONS = 70_000;

const PATH = "/wide.nwb";
const SPIKES_EACH = 50;
const METRICS = [
  ...["firing_rate", "snr", "d_prime", "isolation_distance", "silhouette_score", "max_drift"],
  ...["cumulative_drift", "nn_hit_rate", "nn_miss_rate", "l_ratio", "spread", "duration"],
];
const NUMBERS = ["contrast", "frame", "opacity", "orientation", "phase", "temporal_frequency"];
const TEXTS = ["color", "mask", "units"];

/**
 * A session with the tables of a real one and few spikes: what a page does for each unit and each presentation, in a
 * file that is made in a second.
 */
export async function wideSession(): Promise<Buffer> {
  const { FS } = await ready;
  const file = new File(PATH, "w");
  attributes(file as unknown as Group, {
    nwb_version: "2.2.2",
    neurodata_type: "NWBFile",
    namespace: "core",
  });
  units(table(file, "units", "Units", ["spike_times", ...METRICS]));
  file.create_group("intervals");
  presentations(
    table(file, "intervals/natural_movie_one_presentations", "TimeIntervals", [
      ...["start_time", "stop_time", "stimulus_name", "stimulus_block"],
      ...NUMBERS,
      ...TEXTS,
    ]),
  );
  file.close();
  const bytes = Buffer.from(FS.readFile(PATH));
  FS.unlink(PATH);
  return bytes;
}

function table(file: File, path: string, type: string, columns: readonly string[]): Group {
  const group = file.create_group(path);
  attributes(group, { neurodata_type: type, namespace: "core", description: type });
  group.create_attribute("colnames", [...columns]);
  return group;
}

function attributes(group: Group, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) group.create_attribute(name, value);
}

function numbers(group: Group, name: string, data: Float64Array | BigInt64Array): void {
  group.create_dataset({ name, data });
}

function units(group: Group): void {
  numbers(
    group,
    "id",
    BigInt64Array.from({ length: UNITS }, (_, unit) => BigInt(unit)),
  );
  const spikes = Float64Array.from({ length: UNITS * SPIKES_EACH }, (_, i) => (i % SPIKES_EACH) * 20);
  numbers(group, "spike_times", spikes);
  numbers(
    group,
    "spike_times_index",
    BigInt64Array.from({ length: UNITS }, (_, unit) => BigInt((unit + 1) * SPIKES_EACH)),
  );
  for (const [i, name] of METRICS.entries())
    numbers(
      group,
      name,
      Float64Array.from({ length: UNITS }, (_, unit) => ((unit * (i + 7)) % 997) / 100),
    );
}

function presentations(group: Group): void {
  const rows = { length: PRESENTATIONS };
  numbers(
    group,
    "id",
    BigInt64Array.from(rows, (_, row) => BigInt(row)),
  );
  numbers(
    group,
    "start_time",
    Float64Array.from(rows, (_, row) => row / 30),
  );
  numbers(
    group,
    "stop_time",
    Float64Array.from(rows, (_, row) => (row + 1) / 30),
  );
  for (const [i, name] of NUMBERS.entries())
    numbers(
      group,
      name,
      Float64Array.from(rows, (_, row) => (row * (i + 3)) % 900),
    );
  numbers(group, "stimulus_block", new Float64Array(PRESENTATIONS));
  for (const name of TEXTS)
    group.create_dataset({ name, data: Array.from(rows, (_, row) => `${name} ${row % 3}`), dtype: "S" });
  const movie = new Array<string>(PRESENTATIONS).fill("natural_movie_one");
  group.create_dataset({ name: "stimulus_name", data: movie, dtype: "S" });
}
