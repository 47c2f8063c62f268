import type { ColumnTable } from "arquero";
import { plain, requireColumn } from "../tables/column.ts";
import { keepRows } from "../tables/keep-rows.ts";
import type { Table } from "../tables/table.ts";

/** The rows of a table in which a column has this value, in their order. */
export function rowsWith(table: ColumnTable, name: string, value: unknown): Table {
  const source = plain(table);
  const column = requireColumn(source, name, "given");
  return keepRows(source, (row) => column.at(row) === value);
}
