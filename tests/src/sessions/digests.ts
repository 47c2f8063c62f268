import type { DataArray } from "@ecephys/core";
import type { GoldenEntry } from "@ecephys/fixtures";

type Digest = (id: number) => unknown;

/**
 * Summarises our values in the form in which AllenSDK's were recorded: a count by unit, or a list of summaries in the
 * order of the recorded one, with some arrays in full.
 */
export function unitDigest<Values>(
  entry: GoldenEntry,
  found: ReadonlyMap<number, Values>,
  digest: (id: number, values: Values) => unknown,
  count: (values: Values) => unknown,
): unknown {
  const recorded = recordedUnits(entry);
  if (recorded.list === undefined)
    return new Map([...found].map(([id, values]) => [id, count(values)] as const));
  const summary: Digest = (id) => (found.has(id) ? digest(id, found.get(id)!) : undefined);
  const others = [...found.keys()].filter((id) => !recorded.list?.includes(id));
  const units = [...recorded.list.filter((id) => found.has(id)), ...others].map(summary);
  const arrays = recorded.arrays?.filter((id) => found.has(id)).map((id) => [id, found.get(id)] as const);
  return new Map<string, unknown>([
    ["units", units],
    ...(arrays === undefined ? [] : [["arrays", new Map(arrays)] as const]),
  ]);
}

/** Ids of the summaries and of the arrays that were recorded in full. */
function recordedUnits(entry: GoldenEntry): {
  list: readonly number[] | undefined;
  arrays: readonly number[] | undefined;
} {
  const answer = entry.answer();
  const value = answer.kind === "value" ? (answer.value as ReadonlyMap<unknown, unknown>) : new Map();
  const units = value.get("units") as readonly ReadonlyMap<string, number>[] | undefined;
  const arrays = value.get("arrays") as ReadonlyMap<number, unknown> | undefined;
  return {
    list: units?.map((unit) => unit.get("unit_id")!),
    arrays: arrays && [...arrays.keys()].map(Number),
  };
}

/** Count, ends and sum of a unit's spikes. */
export function spikeSummary(id: number, values: Float64Array): unknown {
  return new Map<string, unknown>([
    ["unit_id", id],
    ["count", values.length],
    ["first", values.slice(0, 5)],
    ["last", values.slice(Math.max(0, values.length - 5))],
    ["sum", pairwiseSum(values)],
    ["dtype", "float64"],
  ]);
}

/** Shape, ends of the coordinates, sum and the channel of the largest amplitude of a waveform. */
export function waveformSummary(id: number, waveform: DataArray): unknown {
  const [channels = 0, samples = 0] = waveform.shape;
  const ids = waveform.coord("channel_id");
  const times = waveform.coord("time");
  const peak = peakChannel(waveform);
  return new Map<string, unknown>([
    ["unit_id", id],
    ["shape", waveform.shape],
    ["dims", waveform.dims],
    ["sum", pairwiseSum(waveform.data)],
    ["dtype", waveform.data instanceof Float32Array ? "float32" : "float64"],
    ["peak", peak],
    ["channel_id", [ids[0], ids[channels - 1]]],
    ["time", [times[0], times[1], times[samples - 1]]],
    ["at_peak", waveform.data.slice(peak * samples, (peak + 1) * samples)],
  ]);
}

function peakChannel({ shape, data }: DataArray): number {
  const [channels = 0, samples = 0] = shape;
  const range = (channel: number) => {
    const row = data.subarray(channel * samples, (channel + 1) * samples) as Float64Array;
    return Math.max(...row) - Math.min(...row);
  };
  const ranges = Array.from({ length: channels }, (_, channel) => range(channel));
  return ranges.indexOf(Math.max(...ranges));
}

/** As exact as numpy's: pairwise summation. */
function pairwiseSum(values: ArrayLike<number>, start = 0, end = values.length): number {
  if (end - start < 64) {
    let sum = 0;
    for (let i = start; i < end; i++) sum += values[i]!;
    return sum;
  }
  const middle = (start + end) >> 1;
  return pairwiseSum(values, start, middle) + pairwiseSum(values, middle, end);
}
