import type { ColumnTable } from "arquero";
import { type Column, columnsOf, plain, tableOf } from "../tables/column.ts";
import { UNIT_RENAMES } from "../tables/suppress.ts";

/** Raw units under the names that all other tables use: "waveform_duration" for "duration". */
export function withPublicUnitNames(units: ColumnTable): ColumnTable {
  const renames = new Map(UNIT_RENAMES);
  return tableOf(
    new Map([...columnsOf(plain(units))].map(([name, column]) => [renames.get(name) ?? name, column])),
  );
}

/** Probes with the sampling rate of the LFP as released: the raw one by the subsampling factor (note T13). */
export function withReleasedLfpRate(probes: ColumnTable): ColumnTable {
  const columns = columnsOf(plain(probes));
  const rates = columns.get("lfp_sampling_rate");
  const factors = columns.get("lfp_temporal_subsampling_factor");
  if (rates === undefined || factors === undefined) return probes;
  const released = Float64Array.from(rates as Column<number>, (rate, row) => rate / Number(factors.at(row)));
  return tableOf(columns.set("lfp_sampling_rate", released));
}
