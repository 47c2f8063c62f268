import type { ColumnTable } from "arquero";
import { plain, storedColumnsOf, tableOf } from "./column.ts";
import { gather } from "./gathered.ts";
import { type Rows, rowsWhere } from "./rows.ts";
import type { Table } from "./table.ts";

/** The rows that a test lets pass, in their order. @param table One that is filtered or ordered: see `plain`. */
export function keepRows(table: ColumnTable, passes: (row: number) => boolean): Table {
  return takeRows(table, rowsWhere(plain(table).numRows(), passes));
}

/** These rows of a table, in the order given. */
export function takeRows(table: ColumnTable, rows: Rows): Table {
  const columns = storedColumnsOf(plain(table));
  return tableOf(new Map([...columns].map(([name, cells]) => [name, gather(cells, rows)])));
}
