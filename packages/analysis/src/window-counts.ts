import { lowerBound } from "./search.ts";

/** Windows of time, [start, stop), seconds on the master clock. */
export interface Windows {
  readonly starts: Float64Array;
  readonly stops: Float64Array;
}

/**
 * How many of a unit's spikes fall into each window, [start, stop), in the windows' order. A window without a start
 * or stop has none.
 * @param times ascending seconds.
 */
export function countInWindows(times: Float64Array, { starts, stops }: Windows): Float64Array {
  const counts = new Float64Array(starts.length);
  let first = 0;
  let previous = Number.NEGATIVE_INFINITY;
  for (let w = 0; w < starts.length; w++) {
    const [start, stop] = [starts[w]!, stops[w]!];
    if (!(start <= stop)) continue;
    if (start < previous) first = 0;
    previous = start;
    first = lowerBound(times, start, first);
    counts[w] = lowerBound(times, stop, first) - first;
  }
  return counts;
}

/** Windows at a fixed offset from each onset: [onset + from, onset + to). */
export function windowsAround(onsets: Float64Array, [from, to]: readonly [number, number]): Windows {
  return { starts: onsets.map((onset) => onset + from), stops: onsets.map((onset) => onset + to) };
}
