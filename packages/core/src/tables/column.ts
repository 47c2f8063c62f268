/// <reference path="./arquero-table.d.ts" />

import { EcephysError } from "@ecephys/files";
import type { ColumnTable } from "arquero";
// Its entry brings Arquero's readers of files along, 31 modules and Node's streams, for which no cache need wait.
import { ColumnTable as Table } from "arquero/src/table/ColumnTable.js";

/** What Arquero asks of a column: arrays, typed arrays and the lazy columns of a join all have it. */
export interface Column<T = unknown> {
  readonly length: number;
  at(row: number): T | undefined;
  [Symbol.iterator](): Iterator<T>;
}

/** Columns by name, in the order of a table. */
export type Columns = Map<string, Column>;

/** A table over these columns as they are; nothing is copied. */
export function tableOf(columns: ReadonlyMap<string, Column>): ColumnTable {
  const data: Record<string, Column> = Object.create(null) as Record<string, Column>;
  for (const [name, column] of columns) data[name] = column;
  return new Table(data as ConstructorParameters<typeof Table>[0], [...columns.keys()]);
}

/** The columns of a table, in order. A filtered or ordered table must be reified first (`plain`). */
export function columnsOf(table: ColumnTable): Columns {
  return new Map(table.columnNames().map((name) => [name, table.column(name) as Column]));
}

/** The table with its filter and its order applied to its columns; the same table where it has none. */
export function plain(table: ColumnTable): ColumnTable {
  return table.isFiltered() || table.isOrdered() ? table.reify() : table;
}

/**
 * A column that an operation cannot do without.
 * @throws an EcephysError "format" that names the table and says which columns exist.
 */
export function requireColumn(table: ColumnTable, name: string, tableName: string): Column {
  const column = table.columnNames().includes(name) ? (table.column(name) as Column) : undefined;
  if (column) return column;
  throw new EcephysError("format", {
    action: "Reading a table",
    resource: `the ${tableName} table`,
    reason: `it has no column "${name}" (it has ${table.columnNames().join(", ") || "none"})`,
    remedy: "Delete its file in the cache to have it fetched anew",
  });
}

/** All values as an array or typed array that is fast to read by index. */
export function valuesOf<T>(column: Column<T>): ArrayLike<T> {
  if (Array.isArray(column) || ArrayBuffer.isView(column)) return column as unknown as ArrayLike<T>;
  return Array.from({ length: column.length }, (_, row) => column.at(row) as T);
}

/** Whether a cell holds nothing: null, undefined or NaN. */
export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === "number" && Number.isNaN(value));
}
