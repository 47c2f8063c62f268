import type { Stimulus } from "./stimulus.ts";
import { addToBins, countTrials, countWindows, type Trials } from "./trials.ts";

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
  const counts = countTrials(times, trials);
  const totals = new Float64Array(trials.conditionIds.length);
  for (let i = 0; i < counts.length; i++) {
    const condition = trials.conditions[i]!;
    totals[condition] = totals[condition]! + counts[i]!;
  }
  return { totals, means: totals.map((total, c) => total / trials.members[c]!.length) };
}

/** The starts of a condition's trials. */
export function startsOf({ starts, members }: Trials, condition: number): Float64Array {
  return Float64Array.from(members[condition] ?? [], (trial) => starts[trial]!);
}

/** By trial of a condition, spikes within the trial duration from its start, both ends included. */
export function trialCounts(stimulus: Stimulus, times: Float64Array, condition: number): Float64Array {
  return countWindows(times, startsOf(stimulus.trials, condition), stimulus.trialDuration);
}

/** By bin, spikes of all trials of a condition. */
export function binTotals(stimulus: Stimulus, times: Float64Array, condition: number): Float64Array {
  const counts = new Float64Array(stimulus.edges.length - 1);
  for (const start of startsOf(stimulus.trials, condition)) addToBins(times, start, stimulus.edges, counts);
  return counts;
}

/** By trial of a condition and bin. */
export function binnedTrials(stimulus: Stimulus, times: Float64Array, condition: number): Float64Array {
  const bins = stimulus.edges.length - 1;
  const starts = startsOf(stimulus.trials, condition);
  const counts = new Float64Array(starts.length * bins);
  for (const [i, start] of starts.entries()) addToBins(times, start, stimulus.edges, counts, i * bins);
  return counts;
}

/** The centre of a bin, seconds from the start of a trial. */
export function centreOf(edges: Float64Array, bin: number): number {
  return edges[bin]! + (edges[bin + 1]! - edges[bin]!) / 2;
}
