import { imageSelectivity } from "../selectivity.ts";
import { dimensionOf, preferredValue, tuningCurve } from "../tuning.ts";
import { eachUnit, type KindMetrics, metricColumns } from "./columns.ts";
import { commonMetrics, timeToPeak } from "./common.ts";

/** The metrics of natural scenes. */
export const NATURAL_SCENES: KindMetrics = {
  columns: metricColumns(
    "pref_image_ns",
    "image_selectivity_ns",
    "firing_rate_ns",
    "fano_ns",
    "time_to_peak_ns",
    "lifetime_sparseness_ns",
    "run_pval_ns",
    "run_mod_ns",
    "pref_images_multi_ns",
  ),
  prepare(stimulus, { exact }) {
    const { trials, blank } = stimulus;
    const frames = dimensionOf(trials, "frame", blank);
    const frameOf = trials.parameter("frame");
    return eachUnit((response) => {
      const { means, preferred } = response;
      const image = exact ? frameOf[preferred] : trials.conditionIds[preferred];
      const common = commonMetrics(stimulus, response, exact);
      return [
        image ?? Number.NaN,
        imageSelectivity(means.filter((_, c) => blank[c] === 0)),
        common.firingRate,
        common.fano,
        timeToPeak(stimulus, response, exact),
        common.lifetimeSparseness,
        common.runPValue,
        common.runModulation,
        preferredValue(tuningCurve(means, frames), frames).isMultiple,
      ];
    });
  },
};
