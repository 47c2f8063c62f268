import { table } from "@ecephys/core/arquero";

/** A row of `NwbSeries.intervals`: an interval of a kind (1, 2, …) in seconds. */
export interface SeriesIntervalRow {
  kind: number;
  start_time: number;
  /** NaN where the series does not end it. */
  stop_time: number;
}

/** The intervals of an IntervalSeries: +k starts one of kind k, the next −k ends it. */
export function intervalsOf(marks: Float64Array, times: Float64Array) {
  const rows: { kind: number; start: number; stop: number }[] = [];
  const open = new Map<number, { stop: number }>();
  for (const [i, mark] of marks.entries()) {
    const kind = Math.abs(mark);
    if (mark > 0) {
      const row = { kind, start: times[i]!, stop: Number.NaN };
      rows.push(row);
      open.set(kind, row);
    } else {
      const row = open.get(kind);
      if (row) row.stop = times[i]!;
      open.delete(kind);
    }
  }
  return table({
    kind: Float64Array.from(rows, ({ kind }) => kind),
    start_time: Float64Array.from(rows, ({ start }) => start),
    stop_time: Float64Array.from(rows, ({ stop }) => stop),
  });
}
