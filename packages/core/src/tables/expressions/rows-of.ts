import { nearest } from "@ecephys/files/internal";
import type { ColumnTable } from "arquero";
import { type Column, isArrayLike } from "../column-values.ts";
import { canCompile } from "./compiling.ts";
import { expressionError } from "./error.ts";
import type { Reading } from "./reading.ts";

type Called = Extract<Reading, { kind: "call" }>;

/** A function's result for a row, by the row's index in the table's columns. */
export type ValueOfRow = (row: number) => unknown;

/**
 * A function of a row, bound to the columns of a table.
 * @throws an EcephysError "argument" if it reads a column that does not exist.
 */
export function valueOfRow(table: ColumnTable, { call, columns }: Called): ValueOfRow {
  const params = table.params() ?? {};
  const names = columns ?? table.columnNames();
  for (const name of names) requireColumnOf(table, name, String(call));
  const rowOf = rowObjects(table, names);
  return (row) => call(rowOf(row), params);
}

/** Rows by index, each an object of the values of these columns. */
export function rowObjects(
  table: ColumnTable,
  names: readonly string[] = table.columnNames(),
): (row: number) => Record<string, unknown> {
  const columns = names.map((name) => table.column(name) as Column);
  return canCompile() ? compiledRows(names, columns) : loopedRows(names, columns);
}

type RowObjects = (row: number) => Record<string, unknown>;

/** Rows whose properties are written out, which is two to five times faster. */
function compiledRows(names: readonly string[], columns: readonly Column[]): RowObjects {
  const properties = columns.map(
    (column, index) =>
      `[${JSON.stringify(names[index])}]: c${index}${isArrayLike(column) ? "[row]" : ".at(row)"}`,
  );
  const variables = columns.map((_, index) => `c${index}`).join(", ");
  return new Function(
    "columns",
    `const [${variables}] = columns; return (row) => ({ ${properties.join(", ")} });`,
  )(columns) as RowObjects;
}

function loopedRows(names: readonly string[], columns: readonly Column[]): RowObjects {
  return (row) => {
    const object: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index += 1) object[names[index]!] = columns[index]!.at(row);
    return object;
  };
}

/** @throws an EcephysError "argument" that lists the columns and suggests the nearest. */
export function requireColumnOf(table: ColumnTable, name: string, text: string): void {
  if (Object.hasOwn(table.data(), name)) return;
  const near = nearest(name, table.columnNames());
  throw expressionError(
    text,
    `there is no column ${JSON.stringify(name)}`,
    `${near ? `Did you mean ${near}? ` : ""}The columns are ${table.columnNames().join(", ")}`,
  );
}
