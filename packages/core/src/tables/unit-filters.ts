/** Quality thresholds of units; `null` is no limit, but a missing value never passes a threshold (notes T7, S7). */
export interface UnitFilterOptions {
  /** Units with a smaller or equal `amplitude_cutoff` pass; 0.1 by default. */
  readonly amplitudeCutoffMaximum?: number | null | undefined;
  /** Units with a larger or equal `presence_ratio` pass; 0.95 by default. */
  readonly presenceRatioMinimum?: number | null | undefined;
  /** Units with a smaller or equal `isi_violations` pass; 0.5 by default. */
  readonly isiViolationsMaximum?: number | null | undefined;
  /** Leave out units whose channel lies in no structure; false for tables, true for sessions by default. */
  readonly filterOutOfBrainUnits?: boolean | undefined;
  /** Leave out units of other than "good" quality (in sessions also invalid channels); true by default. */
  readonly filterByValidity?: boolean | undefined;
}
