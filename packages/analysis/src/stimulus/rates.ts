import { requireLists } from "../lists.ts";
import { mean, variance } from "../numeric/moments.ts";
import { countInWindows } from "../window-counts.ts";

/** The variance of counts over their mean (Fano 1947), the variance over n; NaN where there is no spike. */
export function fanoFactor(counts: ArrayLike<number>): number {
  requireLists("Computing a Fano factor", { counts });
  const centre = mean(counts);
  return centre === 0 ? Number.NaN : variance(counts) / centre;
}

/** Spans of time, seconds. */
export interface Blocks {
  readonly starts: Float64Array;
  readonly stops: Float64Array;
}

/**
 * Runs of presentations: a new one begins where two presentations start more than twice the trial duration apart. As
 * in AllenSDK, presentations that are farther apart than that (flashes) are a run each.
 * @param starts ascending.
 */
export function presentationBlocks(starts: Float64Array, stops: Float64Array, trialDuration: number): Blocks {
  requireLists("Finding runs of presentations", { starts, stops });
  const first: number[] = [];
  const last: number[] = [];
  for (let i = 0; i < starts.length; i++) {
    if (i === 0 || starts[i]! - starts[i - 1]! > 2 * trialDuration) {
      first.push(starts[i]!);
      last.push(stops[i]!);
    } else last[last.length - 1] = stops[i]!;
  }
  return { starts: Float64Array.from(first), stops: Float64Array.from(last) };
}

/**
 * Spikes per second in blocks, [start, stop): all spikes over the length of all blocks. Where blocks overlap, a spike
 * counts in each of them.
 * @param times ascending seconds.
 * @returns 0 without any spike at all; NaN where the blocks have no length, and for lists of different lengths.
 */
export function overallFiringRate(blocks: Blocks, times: Float64Array): number {
  const { starts, stops } = blocks ?? {};
  requireLists("Computing a firing rate", { starts, stops, times });
  if (starts.length !== stops.length) return Number.NaN;
  let [spikes, seconds] = [0, 0];
  for (let i = 0; i < starts.length; i++) seconds += stops[i]! - starts[i]!;
  if (!(seconds > 0)) return Number.NaN;
  for (const count of countInWindows(times, { starts, stops })) spikes += count;
  return spikes / seconds;
}
