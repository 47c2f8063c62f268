/** Metrics of one class of stimuli under AllenSDK's names; a missing number is NaN, a missing truth null. */
type Of<Metric extends string, Stimulus extends string> = `${Metric}_${Stimulus}`;
type Common<Stimulus extends string> = Of<
  "fano" | "firing_rate" | "lifetime_sparseness" | "run_mod" | "run_pval",
  Stimulus
>;
interface UnitRow {
  unit_id: number;
}
type Numbers<Names extends string> = { [Name in Names]: number };
type Flags<Names extends string> = { [Name in Names]: boolean | null };

/** Metrics of drifting gratings: degrees, Hz, spikes/s. */
export interface DriftingGratingsRow
  extends UnitRow,
    Numbers<
      | Common<"dg">
      | "pref_ori_dg"
      | "pref_tf_dg"
      | "c50_dg"
      | "f1_f0_dg"
      | "mod_idx_dg"
      | "g_osi_dg"
      | "g_dsi_dg"
    >,
    Flags<"pref_ori_multi_dg" | "pref_tf_multi_dg"> {}

/** Metrics of static gratings: cycles/degree, degrees, seconds, spikes/s. */
export interface StaticGratingsRow
  extends UnitRow,
    Numbers<Common<"sg"> | "pref_sf_sg" | "pref_ori_sg" | "pref_phase_sg" | "g_osi_sg" | "time_to_peak_sg">,
    Flags<"pref_sf_multi_sg" | "pref_ori_multi_sg" | "pref_phase_multi_sg"> {}

/** Metrics of natural scenes: seconds, spikes/s. */
export interface NaturalScenesRow
  extends UnitRow,
    Numbers<Common<"ns"> | "pref_image_ns" | "image_selectivity_ns" | "time_to_peak_ns">,
    Flags<"pref_images_multi_ns"> {}

/** Metrics of natural movies: spikes/s. */
export interface NaturalMoviesRow extends UnitRow, Numbers<Common<"nm">> {}

/** Metrics of flashes: seconds, spikes/s. */
export interface FlashesRow
  extends UnitRow,
    Numbers<Common<"fl"> | "on_off_ratio_fl" | "sustained_idx_fl" | "time_to_peak_fl"> {}

/** Metrics of receptive fields: degrees, square degrees, seconds, spikes/s. */
export interface ReceptiveFieldMappingRow
  extends UnitRow,
    Numbers<
      | Common<"rf">
      | "azimuth_rf"
      | "elevation_rf"
      | "width_rf"
      | "height_rf"
      | "area_rf"
      | "p_value_rf"
      | "time_to_peak_rf"
    >,
    Flags<"on_screen_rf"> {}

/** Metrics of moving dots: degrees, seconds, spikes/s. */
export interface DotMotionRow
  extends UnitRow,
    Numbers<Common<"dm"> | "pref_speed_dm" | "pref_dir_dm" | "time_to_peak_dm">,
    Flags<"pref_speed_multi_dm" | "pref_dir_multi_dm"> {}

/** The row of each class's metrics. */
export interface MetricRows {
  drifting_gratings: DriftingGratingsRow;
  static_gratings: StaticGratingsRow;
  natural_scenes: NaturalScenesRow;
  natural_movies: NaturalMoviesRow;
  flashes: FlashesRow;
  receptive_field_mapping: ReceptiveFieldMappingRow;
  dot_motion: DotMotionRow;
}
