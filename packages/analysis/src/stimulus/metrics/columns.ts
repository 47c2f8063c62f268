import type { Response } from "../response.ts";
import type { Stimulus } from "../stimulus.ts";

/** A metric's value: NaN is a missing number, null a missing truth. */
export type Metric = number | boolean | null;

/** The metrics of a class of stimuli. */
export interface KindMetrics {
  /** In the order of AllenSDK's table. */
  readonly columns: readonly MetricColumn[];
  /** Units that share work where they are computed at once; by default they share none. */
  readonly together?: number;
  /** Prepares what all units share. */
  prepare(stimulus: Stimulus, options: { readonly exact: boolean }): MetricsOfUnits;
}

export interface MetricColumn {
  readonly name: string;
  readonly type: "number" | "boolean";
}

/** The metrics of some units from their responses: by unit the value of each column. */
export type MetricsOfUnits = (responses: readonly Response[]) => Metric[][];

/** Columns by their names; a name with "multi" or "on_screen" holds truths. */
export function metricColumns(...names: readonly string[]): MetricColumn[] {
  return names.map((name) => ({
    name,
    type: /multi|on_screen/.test(name) ? "boolean" : "number",
  }));
}

/** The metrics of units that do not depend on each other. */
export function eachUnit(ofUnit: (response: Response) => Metric[]): MetricsOfUnits {
  return (responses) => responses.map(ofUnit);
}
