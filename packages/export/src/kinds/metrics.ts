import type { UnitFilterOptions } from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import { type Column, tableOf } from "@ecephys/core/internal";
import type { ProjectTables } from "./types.ts";

/** The metrics of the units of all types of session, with the columns of all: missing where a type does not have one. */
export async function metricsOfAllTypes(
  cache: ProjectTables,
  options: UnitFilterOptions & { readonly signal: AbortSignal | undefined },
): Promise<ColumnTable> {
  const types = await cache.getAllSessionTypes({ signal: options.signal });
  const tables: ColumnTable[] = [];
  for (const type of types)
    if (type !== null) tables.push(await cache.getUnitAnalysisMetricsBySessionType(type, options));
  return oneBelowTheOther(tables);
}

function oneBelowTheOther(tables: readonly ColumnTable[]): ColumnTable {
  const names = new Set(tables.flatMap((table) => table.columnNames()));
  return tableOf(new Map([...names].map((name) => [name, columnOfAll(tables, name)])));
}

function columnOfAll(tables: readonly ColumnTable[], name: string): Column {
  const parts = tables.map((table) => ({
    rows: table.numRows(),
    values: table.columnNames().includes(name) ? (table.array(name) as ArrayLike<unknown>) : undefined,
  }));
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const isNumbers = parts.every(({ values }) => values === undefined || values instanceof Float64Array);
  const column: Float64Array | unknown[] = isNumbers
    ? new Float64Array(rows).fill(Number.NaN)
    : new Array<unknown>(rows).fill(null);
  let at = 0;
  for (const part of parts) {
    for (let row = 0; part.values !== undefined && row < part.rows; row += 1)
      column[at + row] = part.values[row] as never;
    at += part.rows;
  }
  return column as Column;
}
