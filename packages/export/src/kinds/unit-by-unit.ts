import type { ColumnTable } from "@ecephys/core/arquero";
import type { EcephysSession } from "@ecephys/nwb";
import { tableRows } from "../rows/table-rows.ts";
import type { ExportColumn, RowSource } from "../rows/types.ts";

/** Spike times in seconds by unit. */
type Spikes = ReadonlyMap<number, Float64Array>;

/**
 * The rows of an analysis, one unit after the other: only one unit's spikes and rows are in memory.
 * @param analyse The analysis of some units' spikes, which says of none what its columns are.
 * @param adjust What is to be said of a column otherwise than its name does.
 */
export function unitByUnit(
  session: EcephysSession,
  analyse: (spikes: Spikes) => ColumnTable,
  adjust: (column: ExportColumn) => ExportColumn = (column) => column,
): RowSource {
  return {
    columns: tableRows(analyse(new Map())).columns.map(adjust),
    async *blocks(options) {
      for await (const unit of session.spikeTimesByUnit({ signal: options?.signal }))
        yield* tableRows(analyse(new Map([unit]))).blocks(options);
    },
  };
}
