import type { ColumnTable } from "arquero";
import { columnsOf, plain, tableOf } from "./column.ts";
import { gather, type Rows, rowsWhere } from "./rows.ts";
import type { Table } from "./table.ts";

/** The rows that a test lets pass, in their order. @param table One that is filtered or ordered: see `plain`. */
export function keepRows(table: ColumnTable, passes: (row: number) => boolean): Table {
  return takeRows(table, rowsWhere(plain(table).numRows(), passes));
}

/** These rows of a table, in the order given. */
export function takeRows(table: ColumnTable, rows: Rows): Table {
  const columns = columnsOf(plain(table));
  return tableOf(new Map([...columns].map(([name, cells]) => [name, gather(cells, rows)])));
}
