import { mean } from "../../numeric/moments.ts";
import { binTotals, type Response } from "../response.ts";
import type { Stimulus } from "../stimulus.ts";
import { eachUnit, type KindMetrics, metricColumns } from "./columns.ts";
import { commonMetrics, timeToPeak } from "./common.ts";

/** The metrics of full-field flashes. */
export const FLASHES: KindMetrics = {
  columns: metricColumns(
    "on_off_ratio_fl",
    "sustained_idx_fl",
    "firing_rate_fl",
    "time_to_peak_fl",
    "fano_fl",
    "lifetime_sparseness_fl",
    "run_pval_fl",
    "run_mod_fl",
  ),
  prepare(stimulus, { exact }) {
    const colors = stimulus.trials.parameter("color");
    const [on, off] = [colors.indexOf(1), colors.indexOf(-1)];
    return eachUnit((response) => {
      const common = commonMetrics(stimulus, response, exact);
      return [
        onOffRatio(response, on, off),
        sustainedIndex(stimulus, response),
        common.firingRate,
        timeToPeak(stimulus, response, exact),
        common.fano,
        common.lifetimeSparseness,
        common.runPValue,
        common.runModulation,
      ];
    });
  },
};

function onOffRatio({ means }: Response, on: number, off: number): number {
  if (on < 0 || off < 0 || means[off] === 0) return Number.NaN;
  return means[on]! / means[off]!;
}

/** The mean of the preferred condition's histogram over its maximum. */
function sustainedIndex(stimulus: Stimulus, { times, preferred }: Response): number {
  if (preferred < 0) return Number.NaN;
  const histogram = binTotals(stimulus, times, preferred);
  return mean(histogram) / histogram.reduce((most, total) => Math.max(most, total), 0);
}
