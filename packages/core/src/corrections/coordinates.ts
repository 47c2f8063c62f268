import type { ColumnTable } from "arquero";
import { type Column, columnsOf, plain, tableOf, valuesOf } from "../tables/column.ts";
import { CCF_COLUMNS } from "./known.ts";

/** What the tables have where a channel was not registered. */
const NOT_REGISTERED = -1000;

/** Rows of a table with a coordinate that stands for none. */
export function unregisteredRows(table: ColumnTable): number {
  const columns = coordinates(plain(table)).filter(hasUnregistered);
  if (columns.length === 0) return 0;
  let count = 0;
  for (let row = 0; row < table.numRows(); row++)
    for (const column of columns) {
      if (column[row] !== NOT_REGISTERED) continue;
      count++;
      break;
    }
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

/** Mostly none has: what the machine looks through takes no time, a loop does. */
function hasUnregistered(column: ArrayLike<unknown>): boolean {
  return column instanceof Float64Array
    ? column.includes(NOT_REGISTERED)
    : Array.from(column).includes(NOT_REGISTERED);
}

function coordinates(table: ColumnTable): ArrayLike<unknown>[] {
  const names = table.columnNames();
  return CCF_COLUMNS.filter((name) => names.includes(name)).map((name) =>
    valuesOf(table.column(name) as Column),
  );
}
