/** The Allen Institute's quality metrics, as columns of a session's file. */
export type UnitMetric = "amplitude_cutoff" | "presence_ratio" | "isi_violations";

/** Why a unit of the file is not among the session's: its quality, its peak channel, or a metric beyond its threshold. */
export type UnitFilterReason = "quality" | "channel" | UnitMetric;

/** What a session's unit filters did; see `EcephysSession.unitFilterReport`. */
export interface UnitFilterReport {
  /**
   * "allen" where the file has all three metrics of the Allen Institute, so that its filters apply; "none" where it does
   * not, so that only thresholds given for the metrics that it has apply.
   */
  readonly filters: "allen" | "none";
  /** Those of the three metrics that are no columns of the file. */
  readonly absent: readonly UnitMetric[];
  /** Units of the file. */
  readonly units: number;
  /** Units of the session. */
  readonly kept: number;
  /** Units left out by reason. One with several reasons counts once, for the first in this order. */
  readonly dropped: Readonly<Record<UnitFilterReason, number>>;
}

/** Counts of a filter that has left nothing out yet. */
export function nothingDropped(): Record<UnitFilterReason, number> {
  return { quality: 0, channel: 0, amplitude_cutoff: 0, presence_ratio: 0, isi_violations: 0 };
}
