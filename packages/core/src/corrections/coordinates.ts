import type { ColumnTable } from "arquero";
import { type Column, columnsOf, plain, tableOf } from "../tables/column.ts";
import { CCF_COLUMNS } from "./known.ts";

/** What the tables have where a channel was not registered. */
const NOT_REGISTERED = -1000;

/** Rows of a table with a coordinate that stands for none. */
export function unregisteredRows(table: ColumnTable): number {
  const columns = coordinates(table);
  let count = 0;
  for (let row = 0; columns.length > 0 && row < table.numRows(); row++)
    if (columns.some((column) => column.at(row) === NOT_REGISTERED)) count++;
  return count;
}

/** The table with NaN in place of coordinates that stand for none. */
export function withoutUnregistered<Row extends object>(table: ColumnTable) {
  const columns = columnsOf(plain(table));
  for (const name of CCF_COLUMNS) {
    const column = columns.get(name) as Column<number> | undefined;
    if (column)
      columns.set(
        name,
        Float64Array.from(column, (value) => (value === NOT_REGISTERED ? Number.NaN : value)),
      );
  }
  return tableOf<Row>(columns);
}

function coordinates(table: ColumnTable): Column[] {
  const columns = columnsOf(plain(table));
  return CCF_COLUMNS.map((name) => columns.get(name)).filter((column) => column !== undefined);
}
