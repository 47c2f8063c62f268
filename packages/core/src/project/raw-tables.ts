import type { ColumnTable } from "arquero";
import { type Column, columnsOf, plain, tableOf, typed } from "../tables/column.ts";
import type { RawProbeRow, RawUnitRow } from "../tables/row-types.ts";
import { UNIT_RENAMES } from "../tables/suppress.ts";
import type { Table } from "../tables/table.ts";

/** Raw units under the names that all other tables use: "waveform_duration" for "duration". */
export function withPublicUnitNames(units: ColumnTable): Table<RawUnitRow> {
  const renames = new Map<string, string>(UNIT_RENAMES);
  return tableOf<RawUnitRow>(
    new Map([...columnsOf(plain(units))].map(([name, column]) => [renames.get(name) ?? name, column])),
  );
}

/** Probes with the sampling rate of the released LFP: the raw rate divided by the subsampling factor ([note T13](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t13)). */
export function withReleasedLfpRate(probes: ColumnTable): Table<RawProbeRow> {
  const columns = columnsOf(plain(probes));
  const rates = columns.get("lfp_sampling_rate");
  const factors = columns.get("lfp_temporal_subsampling_factor");
  if (rates === undefined || factors === undefined) return typed(probes) as Table<RawProbeRow>;
  const released = Float64Array.from(rates as Column<number>, (rate, row) => rate / Number(factors.at(row)));
  return tableOf<RawProbeRow>(columns.set("lfp_sampling_rate", released));
}
