import { brief, rangeOf } from "../numbers/range.ts";
import type { RowsSketch, SketchRow } from "../text/sketch.ts";
import type { Bar, Samples, SpikeRows } from "./over-time-data.ts";

/** Bins of time, more than a terminal is wide. */
const BINS = 400;
/** More units than these are one row. */
const MOST_UNITS = 20;

/** Everything over the same time, a row each: spans of stimuli, rates of spikes, and what else was measured. */
export function overTimeSketch({
  bars,
  curves,
  domain,
  names,
  spikes,
  units,
}: {
  readonly bars: readonly Bar[];
  readonly curves: readonly (readonly [name: string, unit: string, samples: Samples])[];
  readonly domain: readonly [number, number];
  readonly names: readonly string[];
  readonly spikes: SpikeRows;
  readonly units: readonly number[];
}): RowsSketch {
  const [from, to] = domain;
  const binOf = (time: number) => Math.min(BINS - 1, Math.floor(((time - from) / (to - from || 1)) * BINS));
  const rate = (name: string, rows: readonly number[] | undefined): SketchRow => {
    const counts = new Float64Array(BINS);
    for (const [i, time] of spikes.times.entries())
      if (!rows || rows.includes(spikes.rows[i]!)) counts[binOf(time)]! += 1;
    return heights(name, counts, `to ${brief((Math.max(...counts) * BINS) / (to - from || 1))} spikes/s`);
  };
  const measured = ([name, unit, { x, y }]: (typeof curves)[number]): SketchRow => {
    const [low, high] = rangeOf(y);
    const most = new Float64Array(BINS);
    for (const [i, time] of x.entries())
      most[binOf(time)] = Math.max(most[binOf(time)]!, (y[i]! - low) / (high - low) || 0);
    return heights(name, most, `${brief(low)} to ${brief(high)} ${unit}`);
  };
  const rows = [
    ...names.map((name) => ({
      name,
      domain,
      spans: bars.filter((bar) => bar.name === name).map(({ start, stop }) => [start, stop] as const),
    })),
    ...(units.length > MOST_UNITS
      ? [rate(`${units.length} units`, undefined)]
      : units.map((unit, row) => rate(`unit ${unit}`, [row]))),
    ...curves.map(measured),
  ];
  return { kind: "rows", label: `time, ${brief(from)} to ${brief(to)} s`, rows };
}

/** Heights as parts of the greatest, since they are no counts. */
function heights(name: string, values: Float64Array, note: string): SketchRow {
  const most = Math.max(...values) || 1;
  return { name, heights: values.map((value) => (value / most) * 100), note };
}
