import { orientationSelectivity } from "../selectivity.ts";
import { dimensionOf, preferredValue, responsesWhere, tuningCurve } from "../tuning.ts";
import { eachUnit, type KindMetrics, metricColumns } from "./columns.ts";
import { commonMetrics, timeToPeak } from "./common.ts";

/** The metrics of static gratings. */
export const STATIC_GRATINGS: KindMetrics = {
  columns: metricColumns(
    "pref_sf_sg",
    "pref_sf_multi_sg",
    "pref_ori_sg",
    "pref_ori_multi_sg",
    "pref_phase_sg",
    "pref_phase_multi_sg",
    "g_osi_sg",
    "time_to_peak_sg",
    "firing_rate_sg",
    "fano_sg",
    "lifetime_sparseness_sg",
    "run_pval_sg",
    "run_mod_sg",
  ),
  prepare(stimulus, { exact }) {
    const { trials, blank } = stimulus;
    const frequencies = dimensionOf(trials, "spatial_frequency", blank);
    const orientations = dimensionOf(trials, "orientation", blank);
    const phases = dimensionOf(trials, "phase", blank);
    const [frequencyOf, phaseOf] = [trials.parameter("spatial_frequency"), trials.parameter("phase")];
    return eachUnit((response) => {
      const { means } = response;
      const frequency = preferredValue(tuningCurve(means, frequencies), frequencies);
      const orientation = preferredValue(tuningCurve(means, orientations), orientations);
      const phase = preferredValue(tuningCurve(means, phases), phases);
      const curve = responsesWhere(
        means,
        orientations,
        (c) => frequencyOf[c] === frequency.value && phaseOf[c] === phase.value,
      );
      const common = commonMetrics(stimulus, response, exact);
      return [
        frequency.value,
        frequency.isMultiple,
        orientation.value,
        orientation.isMultiple,
        phase.value,
        phase.isMultiple,
        orientationSelectivity(orientations.values, curve),
        timeToPeak(stimulus, response, exact),
        common.firingRate,
        common.fano,
        common.lifetimeSparseness,
        common.runPValue,
        common.runModulation,
      ];
    });
  },
};
