import { eachUnit, type KindMetrics, metricColumns } from "./columns.ts";
import { commonMetrics } from "./common.ts";

/** The metrics of natural movies, whose conditions are single frames. */
export const NATURAL_MOVIES: KindMetrics = {
  columns: metricColumns("fano_nm", "firing_rate_nm", "lifetime_sparseness_nm", "run_pval_nm", "run_mod_nm"),
  prepare: (stimulus, { exact }) =>
    eachUnit((response) => {
      const common = commonMetrics(stimulus, response, exact);
      return [
        common.fano,
        common.firingRate,
        common.lifetimeSparseness,
        common.runPValue,
        common.runModulation,
      ];
    }),
};
