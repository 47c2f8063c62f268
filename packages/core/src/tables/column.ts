import { EcephysError } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import type { Column } from "./column-values.ts";
import type { AnyRow, Table } from "./table.ts";
import { type ColumnData, EcephysTable } from "./typed-table.ts";

export { type Column, isMissing, valuesOf } from "./column-values.ts";

/** Columns by name, in the order of a table. */
export type Columns = Map<string, Column>;

/** A table over these columns, without copying. The caller states its row type. */
export function tableOf<Row extends object = AnyRow>(
  columns: ReadonlyMap<string, Column>,
): Table<NoInfer<Row>> {
  const data: Record<string, Column> = Object.create(null) as Record<string, Column>;
  for (const [name, column] of columns) data[name] = column;
  return new EcephysTable(data as ColumnData, [...columns.keys()]) as unknown as Table<NoInfer<Row>>;
}

/** Any Arquero table as one of ours; the caller states its row type. Nothing is copied if it has neither filter nor order. */
export function typed<Row extends object = AnyRow>(table: ColumnTable): Table<NoInfer<Row>> {
  const isOurs = table instanceof EcephysTable;
  return isOurs ? (table as unknown as Table<NoInfer<Row>>) : tableOf<Row>(columnsOf(plain(table)));
}

/** The columns of a table, in order. A filtered or ordered table must be reified first (`plain`). */
export function columnsOf(table: ColumnTable): Columns {
  return new Map(table.columnNames().map((name) => [name, table.column(name) as Column]));
}

/** The same columns for passing them on: those that nobody has read yet are not gathered for it. */
export function storedColumnsOf(table: ColumnTable): Columns {
  if (!(table instanceof EcephysTable)) return columnsOf(table);
  const stored = table.storedData();
  return new Map(table.columnNames().map((name) => [name, stored[name] as Column]));
}

/** The table with its filter and its order applied to its columns; the same table where it has none. */
export function plain(table: ColumnTable): ColumnTable {
  return table.isFiltered() || table.isOrdered() ? table.reify() : table;
}

/**
 * A column that an operation requires.
 * @throws an EcephysError "format" that names the table and says which columns exist.
 */
export function requireColumn(table: ColumnTable, name: string, tableName: string): Column {
  const column = table.columnNames().includes(name) ? (table.column(name) as Column) : undefined;
  if (column) return column;
  throw new EcephysError("format", {
    action: "Reading a table",
    resource: `the ${tableName} table`,
    reason: `it has no column "${name}" (it has ${table.columnNames().join(", ") || "none"})`,
    remedy: "Delete its file in the cache to fetch it again",
  });
}
