import { type ColumnTable, table } from "@ecephys/core/arquero";
import { columnOf, numbersOf } from "./columns.ts";

/** A time in which something was shown. */
export interface Bar {
  readonly start: number;
  readonly stop: number;
  readonly name: string;
}

/** Values over seconds. */
export interface Samples {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Spikes in their order by unit: times (s), and which unit's, counted from 0. */
export interface SpikeRows {
  readonly times: Float64Array;
  readonly rows: Float64Array;
}

/** Rows with a start, a stop and a name; those without a time are left out. */
export function barsOf(stimuli: ColumnTable, action: string): Bar[] {
  const [starts, stops] = [numbersOf(stimuli, "start_time", action), numbersOf(stimuli, "stop_time", action)];
  const names = columnOf(stimuli, "stimulus_name", action);
  return Array.from(starts, (start, i) => ({ start, stop: stops[i]!, name: String(names[i]) })).filter(
    ({ start, stop }) => Number.isFinite(start) && Number.isFinite(stop),
  );
}

export function samplesOf(from: ColumnTable, time: string, value: string, action: string): Samples {
  return { x: numbersOf(from, time, action), y: numbersOf(from, value, action) };
}

/** The spikes between two times, both included. */
export function spikesWithin(
  units: readonly (readonly [number, ArrayLike<number>])[],
  [from, to]: readonly [number, number],
): SpikeRows {
  const found = units.map(([, all]) => Float64Array.from(all).filter((time) => time >= from && time <= to));
  const total = found.reduce((sum, { length }) => sum + length, 0);
  const [times, rows] = [new Float64Array(total), new Float64Array(total)];
  let at = 0;
  for (const [row, one] of found.entries()) {
    times.set(one, at);
    rows.fill(row, at, at + one.length);
    at += one.length;
  }
  return { times, rows };
}

/** Everything that is drawn, one row each: `track`, `name`, `start_time`, `stop_time`, `value`. */
export function eventsTable({
  bars = [],
  spikes,
  units,
  speed,
  pupil,
}: {
  readonly bars?: readonly Bar[] | undefined;
  readonly spikes: SpikeRows;
  readonly units: readonly number[];
  readonly speed?: Samples | undefined;
  readonly pupil?: Samples | undefined;
}): ColumnTable {
  const series = [
    ["running_speed", speed],
    ["pupil_area", pupil],
  ] as const;
  const track: string[] = [];
  const name: (string | number | null)[] = [];
  const [start, stop, value]: number[][] = [[], [], []];
  const push = (which: string, label: string | number | null, from: number, to: number, number: number) => {
    track.push(which);
    name.push(label);
    start!.push(from);
    stop!.push(to);
    value!.push(number);
  };
  for (const bar of bars) push("stimulus", bar.name, bar.start, bar.stop, Number.NaN);
  for (const [i, time] of spikes.times.entries())
    push("spike", units[spikes.rows[i]!]!, time, time, Number.NaN);
  for (const [which, samples] of series)
    for (const [i, time] of (samples?.x ?? []).entries()) push(which, null, time, time, samples!.y[i]!);
  return table({
    track,
    name,
    start_time: Float64Array.from(start!),
    stop_time: Float64Array.from(stop!),
    value: Float64Array.from(value!),
  });
}
