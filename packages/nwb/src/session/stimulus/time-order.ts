/**
 * Rows in the order of their times, of equal ones in the order of the rows, those without a time last. Tables of
 * presentations are each in the order of time already, and are merged run by run.
 */
export function timeOrder(times: Float64Array): Int32Array {
  const starts = new Float64Array(times.length);
  for (let row = 0; row < starts.length; row++)
    starts[row] = Number.isNaN(times[row]) ? Number.POSITIVE_INFINITY : times[row]!;
  const runs = ascendingRuns(starts);
  if (runs.length - 1 > MOST_RUNS)
    return Int32Array.from(starts.keys()).sort((a, b) => starts[a]! - starts[b]! || a - b);
  const heads = runs.slice(0, -1);
  const order = new Int32Array(starts.length);
  for (let at = 0; at < order.length; ) {
    const run = earliest(heads, runs, starts, -1);
    const next = earliest(heads, runs, starts, run);
    const before = next < 0 ? Number.POSITIVE_INFINITY : starts[heads[next]!]!;
    const isFirst = next < 0 || run < next;
    const count = runLength(starts, heads[run]!, runs[run + 1]!, before, isFirst);
    for (let k = 0; k < count; k++) order[at++] = heads[run]! + k;
    heads[run] = heads[run]! + count;
  }
  return order;
}

/** How many rows from one on come before a time; with those at that time, if they are `first`. */
function runLength(starts: Float64Array, from: number, end: number, before: number, first: boolean): number {
  let row = from;
  while (row < end && (starts[row]! < before || (first && starts[row] === before))) row++;
  return row - from;
}

/** Above, each step to the next run would cost more than sorting. */
const MOST_RUNS = 64;

/** Where runs that do not descend begin, and the end. */
function ascendingRuns(starts: Float64Array): number[] {
  const runs: number[] = [];
  for (let row = 0; row < starts.length; row++)
    if (row === 0 || starts[row]! < starts[row - 1]!) runs.push(row);
  runs.push(starts.length);
  return runs;
}

/** The run, but for one, whose next row is the first in time; -1 where none is left. */
function earliest(
  heads: readonly number[],
  runs: readonly number[],
  starts: Float64Array,
  but: number,
): number {
  let found = -1;
  for (let run = 0; run < heads.length; run++) {
    if (run === but || heads[run] === runs[run + 1]) continue;
    if (found < 0 || starts[heads[run]!]! < starts[heads[found]!]!) found = run;
  }
  return found;
}
