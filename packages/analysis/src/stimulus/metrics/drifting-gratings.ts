import { lowerBound } from "../../search.ts";
import { c50 } from "../contrast.ts";
import { binTotals, centreOf, conditionTotals, type Response, startsOf } from "../response.ts";
import { directionSelectivity, orientationSelectivity } from "../selectivity.ts";
import type { Stimulus } from "../stimulus.ts";
import {
  type Cycles,
  cyclesOf,
  f1f0OfSpikes,
  gratingModulation,
  modulationIndex,
} from "../temporal-modulation.ts";
import type { Trials } from "../trials.ts";
import { dimensionOf, preferredValue, responsesWhere, tuningCurve } from "../tuning.ts";
import { eachUnit, type KindMetrics, metricColumns } from "./columns.ts";
import { commonMetrics } from "./common.ts";

/** The metrics of drifting gratings. */
export const DRIFTING_GRATINGS: KindMetrics = {
  columns: metricColumns(
    "pref_ori_dg",
    "pref_ori_multi_dg",
    "pref_tf_dg",
    "pref_tf_multi_dg",
    "c50_dg",
    "f1_f0_dg",
    "mod_idx_dg",
    "g_osi_dg",
    "g_dsi_dg",
    "firing_rate_dg",
    "fano_dg",
    "lifetime_sparseness_dg",
    "run_pval_dg",
    "run_mod_dg",
  ),
  prepare(stimulus, { exact }) {
    const { trials, blank } = stimulus;
    const orientations = dimensionOf(trials, "orientation", blank);
    const frequencies = dimensionOf(trials, "temporal_frequency", blank);
    const frequencyOf = trials.parameter("temporal_frequency");
    const contrast = stimulus.contrast && contrastConditions(stimulus.contrast);
    const cycles = cyclesByFrequency(stimulus, frequencies.values);
    return eachUnit((response) => {
      const { means, preferred } = response;
      const orientation = preferredValue(tuningCurve(means, orientations), orientations);
      const frequency = preferredValue(tuningCurve(means, frequencies), frequencies);
      const curve = responsesWhere(means, orientations, (c) => frequencyOf[c] === frequency.value);
      const common = commonMetrics(stimulus, response, exact);
      const own = preferred < 0 ? Number.NaN : frequencyOf[preferred]!;
      return [
        orientation.value,
        orientation.isMultiple,
        frequency.value,
        frequency.isMultiple,
        contrast ? contrastC50(contrast, response, orientation.value) : Number.NaN,
        exact ? exactF1f0(stimulus, response, own) : binnedF1f0(stimulus, response, cycles.get(own)),
        modulation(stimulus, response, own, exact),
        orientationSelectivity(orientations.values, curve),
        directionSelectivity(orientations.values, curve),
        common.firingRate,
        common.fano,
        common.lifetimeSparseness,
        common.runPValue,
        common.runModulation,
      ];
    });
  },
};

/** Conditions of the contrast stimulus in the order of their presentation. */
export interface ContrastConditions {
  readonly trials: Trials;
  readonly order: Int32Array;
  readonly orientations: Float64Array;
  readonly contrasts: Float64Array;
}

export function contrastConditions(trials: Trials): ContrastConditions {
  return {
    trials,
    order: Int32Array.from(trials.firsts.keys()).sort((a, b) => trials.firsts[a]! - trials.firsts[b]!),
    orientations: trials.parameter("orientation"),
    contrasts: trials.parameter("contrast"),
  };
}

/** Contrasts and mean responses at one orientation. */
export function contrastResponses(
  { trials, order, orientations, contrasts }: ContrastConditions,
  times: Float64Array,
  orientation: number,
): { readonly contrasts: Float64Array; readonly responses: Float64Array } {
  const shown = order.filter((c) => orientations[c] === orientation);
  const { means } = conditionTotals(trials, times);
  return {
    contrasts: Float64Array.from(shown, (c) => contrasts[c]!),
    responses: Float64Array.from(shown, (c) => means[c]!),
  };
}

function contrastC50(conditions: ContrastConditions, { times }: Response, orientation: number): number {
  if (!conditions.orientations.includes(orientation)) return Number.NaN;
  const { contrasts, responses } = contrastResponses(conditions, times, orientation);
  return c50(contrasts, responses);
}

/** By frequency the cycles that it has within a trial. */
function cyclesByFrequency({ edges }: Stimulus, frequencies: Float64Array): Map<number, Cycles | undefined> {
  const bins = edges.length - 1;
  const duration = centreOf(edges, bins - 1);
  return new Map(
    Array.from(frequencies, (frequency) => [frequency, cyclesOf(bins, frequency, duration)] as const),
  );
}

function binnedF1f0(
  { trials, edges }: Stimulus,
  { times, preferred }: Response,
  cycles: Cycles | undefined,
): number {
  return f1f0OfSpikes(times, startsOf(trials, preferred), edges, cycles);
}

function exactF1f0(stimulus: Stimulus, { times, preferred }: Response, frequency: number): number {
  if (Number.isNaN(frequency)) return Number.NaN;
  const trials = Array.from(startsOf(stimulus.trials, preferred), (start) => {
    const from = lowerBound(times, start);
    const to = lowerBound(times, start + stimulus.trialDuration, from);
    return times.slice(from, to).map((time) => time - start);
  });
  return gratingModulation(trials, frequency, stimulus.trialDuration);
}

function modulation(
  stimulus: Stimulus,
  { times, preferred }: Response,
  frequency: number,
  exact: boolean,
): number {
  if (Number.isNaN(frequency)) return Number.NaN;
  const trials = stimulus.trials.members[preferred]!.length;
  const psth = binTotals(stimulus, times, preferred);
  for (let bin = 0; bin < psth.length; bin++) psth[bin] = psth[bin]! / trials;
  const samplingRate = 1 / (stimulus.edges[1]! - stimulus.edges[0]!);
  return modulationIndex(psth, frequency, samplingRate, { nearest: exact });
}
