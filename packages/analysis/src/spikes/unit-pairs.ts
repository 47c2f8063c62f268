import { lowerBound } from "../search.ts";
import type { Windows } from "../window-counts.ts";
import { countPairs, type Lags, takeExpectedPairs } from "./correlogram.ts";

/** Windows of time, each with the time that intervals of jitter begin at. */
export interface Origins extends Windows {
  readonly origins: Float64Array;
}

/** What is counted of any two units. */
export interface PairCounting {
  readonly lags: Lags;
  /** Seconds; pairs are not corrected without it. */
  readonly jitter: number | undefined;
  readonly windows: Origins;
  /** By group its windows. */
  readonly groups: readonly Int32Array[];
  /** Only spikes from the one to before the other. */
  readonly range: readonly [from: number, to: number];
}

/** What the pairs of all first units share. */
export interface PairsShared extends PairCounting {
  /** Ids of the first and of the second units. */
  readonly firstIds: Float64Array;
  readonly secondIds: Float64Array;
  /** Spike times of the second units, ascending. */
  readonly second: readonly Float64Array[];
}

/** The name of `unitPairs` among what workers compute. */
export const PAIRS = "pairs";

/** By first unit its pairs with all second ones: groups × second units × lags. */
export function unitPairs(
  shared: PairsShared,
): (units: readonly Float64Array[], at: number) => readonly Float64Array[] {
  const second = shared.second.map((times) => trainOf(times, shared));
  const bins = 2 * shared.lags.side + 1;
  const ofUnit = (times: Float64Array, id: number) => {
    const first = trainOf(times, shared);
    const pairs = new Float64Array(shared.groups.length * second.length * bins);
    for (const [s, train] of second.entries())
      for (let g = 0; g < shared.groups.length; g++) {
        const from = (g * second.length + s) * bins;
        const isSame = id === shared.secondIds[s];
        const steps = pairSteps(first, train, isSame, g, shared, pairs.subarray(from, from + bins));
        while (!steps.next().done);
      }
    return pairs;
  };
  return (units, at) => units.map((times, i) => ofUnit(times, shared.firstIds[at + i]!));
}

/** A unit's spikes and where each window begins and ends among them. */
export interface Train {
  readonly times: Float64Array;
  readonly begins: Int32Array;
  readonly ends: Int32Array;
}

export function trainOf(
  times: Float64Array,
  { windows: { starts, stops }, range: [from, to] }: PairCounting,
): Train {
  const begins = new Int32Array(starts.length);
  const ends = new Int32Array(starts.length);
  let near = 0;
  let previous = Number.NEGATIVE_INFINITY;
  for (let w = 0; w < starts.length; w++) {
    const [start, stop] = [Math.max(from, starts[w]!), Math.min(to, stops[w]!)];
    if (!(start < stop)) continue;
    near = lowerBound(times, start, start < previous ? 0 : near);
    previous = start;
    begins[w] = near;
    ends[w] = lowerBound(times, stop, near);
  }
  return { times, begins, ends };
}

/** Spikes of the first unit that are looked at before others have their turn. */
const BLOCK = 1 << 16;

/**
 * Counts the pairs of two units in the windows of a group, in blocks between which it yields.
 * @param isSame Whether they are one unit, whose spikes are no pairs with themselves.
 */
export function* pairSteps(
  first: Train,
  second: Train,
  isSame: boolean,
  group: number,
  { lags, jitter, windows, groups }: PairCounting,
  counts: Float64Array,
): Generator<undefined, void> {
  for (const window of groups[group]!) {
    const origin = windows.origins[window]!;
    const one = spikesIn(first, window);
    const other = isSame ? one : spikesIn(second, window);
    for (let from = 0; from < one.length; from += BLOCK) {
      const to = Math.min(one.length, from + BLOCK);
      countPairs(one, other, lags, isSame, counts, [from, to]);
      if (jitter !== undefined)
        takeExpectedPairs(one.subarray(from, to), other, lags, { jitter, origin, isSame }, counts);
      if (to < one.length) yield;
    }
  }
}

function spikesIn({ times, begins, ends }: Train, window: number): Float64Array {
  return times.subarray(begins[window], ends[window]);
}
