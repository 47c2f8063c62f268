import { countAround } from "../bins.ts";
import { gather } from "../inputs.ts";
import { countInWindows } from "../window-counts.ts";
import type { Stimulus } from "./stimulus.ts";
import { countWindows, type Trials } from "./trials.ts";

/** What one unit did during a stimulus. */
export interface Response {
  /** Ascending seconds. */
  readonly times: Float64Array;
  /** By condition, spikes of its presentations, [start, stop). */
  readonly totals: Float64Array;
  /** By condition the mean of them. */
  readonly means: Float64Array;
  /** The position of the preferred condition; -1 where there is none. */
  readonly preferred: number;
}

/** Counts a unit's spikes and finds its preferred condition: the one of the largest mean, of equals the smallest id. */
export function responseTo(
  { trials, blank }: Pick<Stimulus, "trials" | "blank">,
  times: Float64Array,
): Response {
  const { totals, means } = conditionTotals(trials, times);
  let preferred = -1;
  for (let c = 0; c < means.length; c++)
    if (blank[c] === 0 && (preferred < 0 || means[c]! > means[preferred]!)) preferred = c;
  return { times, totals, means, preferred };
}

export function conditionTotals(
  trials: Trials,
  times: Float64Array,
): { totals: Float64Array; means: Float64Array } {
  const counts = countInWindows(times, trials);
  const totals = new Float64Array(trials.conditionIds.length);
  for (let i = 0; i < counts.length; i++) {
    const condition = trials.conditions[i]!;
    totals[condition] = totals[condition]! + counts[i]!;
  }
  const means = new Float64Array(totals.length);
  for (let c = 0; c < means.length; c++) means[c] = totals[c]! / trials.members[c]!.length;
  return { totals, means };
}

/** The starts of a condition's trials. */
export function startsOf({ starts, members }: Trials, condition: number): Float64Array {
  const own = members[condition];
  return own ? gather(starts, own) : new Float64Array();
}

/** By trial of a condition, spikes within the trial duration from its start, both ends included. */
export function trialCounts(stimulus: Stimulus, times: Float64Array, condition: number): Float64Array {
  return countWindows(times, startsOf(stimulus.trials, condition), stimulus.trialDuration);
}

/** By bin, spikes of all trials of a condition. */
export function binTotals(stimulus: Stimulus, times: Float64Array, condition: number): Float64Array {
  const { edges, trials } = stimulus;
  const counts = new Float64Array(edges.length - 1);
  const starts = startsOf(trials, condition);
  for (let i = 0, first = 0; i < starts.length; i++)
    first = countAround(times, starts[i]!, edges, counts, 0, first);
  return counts;
}

/** The centre of a bin, seconds from the start of a trial. */
export function centreOf(edges: Float64Array, bin: number): number {
  return edges[bin]! + (edges[bin + 1]! - edges[bin]!) / 2;
}
