import { dimensionOf, preferredValue, tuningCurve } from "../tuning.ts";
import { eachUnit, type KindMetrics, metricColumns } from "./columns.ts";
import { commonMetrics, timeToPeak } from "./common.ts";

/** The metrics of moving dots. */
export const DOT_MOTION: KindMetrics = {
  columns: metricColumns(
    "pref_speed_dm",
    "pref_speed_multi_dm",
    "pref_dir_dm",
    "pref_dir_multi_dm",
    "firing_rate_dm",
    "fano_dm",
    "time_to_peak_dm",
    "lifetime_sparseness_dm",
    "run_mod_dm",
    "run_pval_dm",
  ),
  prepare(stimulus, { exact }) {
    const speeds = dimensionOf(stimulus.trials, "Speed", stimulus.blank);
    const directions = dimensionOf(stimulus.trials, "Dir", stimulus.blank);
    return eachUnit((response) => {
      const speed = preferredValue(tuningCurve(response.means, speeds), speeds);
      const direction = preferredValue(tuningCurve(response.means, directions), directions);
      const common = commonMetrics(stimulus, response, exact);
      return [
        speed.value,
        speed.isMultiple,
        direction.value,
        direction.isMultiple,
        common.firingRate,
        common.fano,
        timeToPeak(stimulus, response, exact),
        common.lifetimeSparseness,
        common.runModulation,
        common.runPValue,
      ];
    });
  },
};
