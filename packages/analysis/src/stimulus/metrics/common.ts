import { gather } from "../../inputs.ts";
import { fanoFactor, overallFiringRate } from "../rates.ts";
import { binTotals, centreOf, type Response, trialCounts } from "../response.ts";
import { runningModulation } from "../running-modulation.ts";
import { lifetimeSparseness } from "../selectivity.ts";
import type { Stimulus } from "../stimulus.ts";

/** Metrics that every class of stimuli has. */
export interface CommonMetrics {
  readonly firingRate: number;
  readonly fano: number;
  readonly lifetimeSparseness: number;
  readonly runPValue: number;
  readonly runModulation: number;
}

/** See the columns firing_rate, fano, lifetime_sparseness, run_pval and run_mod. */
export function commonMetrics(stimulus: Stimulus, response: Response, exact: boolean): CommonMetrics {
  const { trials, speeds, blank } = stimulus;
  const counts = trialCounts(stimulus, response.times, response.preferred);
  const members = trials.members[response.preferred] ?? new Int32Array();
  const { pValue, modulation } = runningModulation(counts, gather(speeds, members));
  const responses = exact ? response.means : response.totals;
  return {
    firingRate: response.times.length === 0 ? 0 : overallFiringRate(stimulus.blocks, response.times),
    fano: fanoFactor(counts),
    lifetimeSparseness: lifetimeSparseness(responses.filter((_, c) => blank[c] === 0)),
    runPValue: pValue,
    runModulation: modulation,
  };
}

/** The centre of the first bin that has the maximum of the preferred condition's histogram. */
export function timeToPeak(stimulus: Stimulus, { times, preferred }: Response, exact: boolean): number {
  if (preferred < 0) return Number.NaN;
  const histogram = binTotals(stimulus, times, preferred);
  let peak = 0;
  for (let bin = 1; bin < histogram.length; bin++) if (histogram[bin]! > histogram[peak]!) peak = bin;
  return exact && histogram[peak] === 0 ? Number.NaN : centreOf(stimulus.edges, peak);
}
