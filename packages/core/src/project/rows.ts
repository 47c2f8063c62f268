import type { ColumnTable } from "arquero";
import { columnsOf, plain, requireColumn, tableOf } from "../tables/column.ts";
import { gather, rowsWhere } from "../tables/rows.ts";
import type { Table } from "../tables/table.ts";

/** The rows of a table in which a column has this value, in their order. */
export function rowsWith(table: ColumnTable, name: string, value: unknown): Table {
  const source = plain(table);
  const column = requireColumn(source, name, "given");
  const rows = rowsWhere(source.numRows(), (row) => column.at(row) === value);
  return tableOf(new Map([...columnsOf(source)].map(([other, cells]) => [other, gather(cells, rows)])));
}
