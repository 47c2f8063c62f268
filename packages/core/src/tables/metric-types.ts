import type { UnitRow } from "./row-types.ts";

/** The suffix of a metric's name: its stimulus (drifting gratings, flashes, receptive field mapping). */
type Of<Metric extends string, Stimulus extends string> = `${Metric}_${Stimulus}`;

/** Metrics of every stimulus of a kind. */
type Common = "fano" | "firing_rate" | "lifetime_sparseness" | "run_mod" | "run_pval";

type InBoth =
  | Of<Common, "dg" | "fl" | "rf">
  | "area_rf"
  | "azimuth_rf"
  | "c50_dg"
  | "elevation_rf"
  | "f1_f0_dg"
  | "g_dsi_dg"
  | "g_osi_dg"
  | "height_rf"
  | "mod_idx_dg"
  | "on_off_ratio_fl"
  | "p_value_rf"
  | "pref_ori_dg"
  | "pref_tf_dg"
  | "pref_tf_label_dg"
  | "sustained_idx_fl"
  | "time_to_peak_fl"
  | "time_to_peak_rf"
  | "width_rf";

/** Natural scenes and static gratings are shown in "brain_observatory_1.1", moving dots in "functional_connectivity". */
type InOne =
  | Of<Common | "time_to_peak", "ns" | "sg" | "dm">
  | "g_osi_sg"
  | "image_selectivity_ns"
  | "pref_image_ns"
  | "pref_ori_sg"
  | "pref_phase_sg"
  | "pref_sf_sg"
  | "pref_dir_dm"
  | "pref_speed_dm";

type FlagInBoth = "on_screen_rf" | "pref_ori_multi_dg" | "pref_tf_multi_dg";

type FlagInOne =
  | "pref_image_multi_ns"
  | "pref_ori_multi_sg"
  | "pref_phase_multi_sg"
  | "pref_sf_multi_sg"
  | "pref_dir_multi_dm"
  | "pref_speed_multi_dm";

type Values<Names extends string, Value> = { [Name in Names]: Value };

/**
 * A row of the unit analysis metrics: one unit. Metrics of stimuli that only one session type shows are
 * optional; a missing number is NaN. Other metrics of a backend are available through `withColumns`.
 */
export interface UnitAnalysisMetricsRow
  extends Values<InBoth, number>,
    Values<FlagInBoth, boolean | null>,
    Partial<Values<InOne, number>>,
    Partial<Values<FlagInOne, boolean | null>> {
  ecephys_unit_id: number;
  class_rf: string | null;
  /** The receptive field's centre. */
  center_rf: readonly number[] | null;
}

/** A row of the annotated metrics: the unit's columns as in `getUnits`, then its metrics. */
export interface UnitWithMetricsRow extends Omit<UnitRow, "id">, UnitAnalysisMetricsRow {}

/** The row type for these options: without the unit's columns only for `annotate: false`. */
export type MetricsRowOf<Options> = Options extends { readonly annotate: false }
  ? UnitAnalysisMetricsRow
  : UnitWithMetricsRow;
