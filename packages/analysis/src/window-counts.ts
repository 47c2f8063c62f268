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
 * @param counts where they are written; a new array by default.
 */
export function countInWindows(
  times: Float64Array,
  { starts, stops }: Windows,
  counts: Float64Array = new Float64Array(starts.length),
): Float64Array {
  let first = 0;
  let previous = Number.NEGATIVE_INFINITY;
  // Windows mostly follow one another: the search for a start begins where the last window ended.
  let after = 0;
  for (let w = 0; w < starts.length; w++) {
    const start = starts[w]!;
    const stop = stops[w]!;
    if (!(start <= stop)) {
      counts[w] = 0;
      continue;
    }
    if (start < previous) first = after = 0;
    const from = after > 0 && times[after - 1]! < start ? after : first;
    previous = start;
    first = lowerBound(times, start, from);
    after = lowerBound(times, stop, first);
    counts[w] = after - first;
  }
  return counts;
}

/** Windows at a fixed offset from each onset: [onset + from, onset + to). */
export function windowsAround(onsets: Float64Array, [from, to]: readonly [number, number]): Windows {
  return { starts: onsets.map((onset) => onset + from), stops: onsets.map((onset) => onset + to) };
}

/**
 * The windows with neighbours of the same group made one where the first ends when the second starts: together they
 * hold the same spikes, and a movie's thousand frames are one.
 * @param groups by window.
 */
export function joinedWindows(
  { starts, stops }: Windows,
  groups: Int32Array,
): { readonly windows: Windows; readonly groups: Int32Array } {
  const joined = { starts: [] as number[], stops: [] as number[], groups: [] as number[] };
  for (let w = 0; w < starts.length; w++) {
    const last = joined.groups.length - 1;
    const follows = last >= 0 && joined.stops[last] === starts[w] && joined.groups[last] === groups[w];
    if (follows && joined.starts[last]! <= joined.stops[last]! && starts[w]! <= stops[w]!)
      joined.stops[last] = stops[w]!;
    else {
      joined.starts.push(starts[w]!);
      joined.stops.push(stops[w]!);
      joined.groups.push(groups[w]!);
    }
  }
  return {
    windows: { starts: Float64Array.from(joined.starts), stops: Float64Array.from(joined.stops) },
    groups: Int32Array.from(joined.groups),
  };
}
