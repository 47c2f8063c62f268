/**
 * Rows in the order of their starts, of equal ones in the order of the rows. Tables of presentations are each in the order
 * of time already, and are merged run by run.
 */
export function timeOrder(starts: Float64Array): Int32Array {
  const runs = ascendingRuns(starts);
  if (runs.length - 1 > MOST_RUNS)
    return Int32Array.from(starts.keys()).sort((a, b) => starts[a]! - starts[b]! || a - b);
  const heads = runs.slice(0, -1);
  const order = new Int32Array(starts.length);
  for (let at = 0; at < order.length; ) {
    const run = earliest(heads, runs, starts, -1);
    const next = earliest(heads, runs, starts, run);
    const bound = next < 0 ? Number.POSITIVE_INFINITY : starts[heads[next]!]!;
    const end = runs[run + 1]!;
    let row = heads[run]!;
    while (row < end && (next < 0 || starts[row]! < bound || (starts[row] === bound && run < next)))
      order[at++] = row++;
    heads[run] = row;
  }
  return order;
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
