import type { ColumnTable } from "arquero";

/** The rows of a table in which a column has this value, in their order. */
export function rowsWhere(table: ColumnTable, column: string, value: unknown): ColumnTable {
  const rows: number[] = [];
  const values = table.column(column);
  table.scan((row) => {
    if (row !== undefined && values?.at(row) === value) rows.push(row);
  }, true);
  return table.reify(rows);
}
