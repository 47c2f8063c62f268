import type { DataArray } from "@ecephys/core";
import type { DrawnTable } from "../table/command-definition.ts";

/** Correlograms as one row per pair of units and lag; of a single pair also as a figure. */
export function shownCorrelograms(pairs: DataArray): DrawnTable | { readonly table: DrawnTable["table"] } {
  const table = pairs.toTable();
  const lags = pairs.coord("lag");
  if (pairs.size !== lags.length) return { table };
  const [unit] = pairs.coord("unit_id");
  const [second] = pairs.coord("second_unit_id");
  const figure = async () => {
    const charts = await import("@ecephys/charts/node");
    const title =
      unit === second
        ? `Autocorrelogram of unit ${unit}`
        : `Spikes of unit ${second} around those of unit ${unit}`;
    return charts.correlogram({ lags: lags as ArrayLike<number>, counts: pairs.data }, { title });
  };
  return { table, figure };
}
