import type { ColumnTable } from "arquero";
import { type Column, columnsOf, isMissing, plain, requireColumn, tableOf, valuesOf } from "./column.ts";
import { findRows, type Rows } from "./rows.ts";

/**
 * The table with one more column: how many rows of `owned` name each row's id (the table's first column) in
 * their `foreignKey`; 0 if none does.
 * @throws an EcephysError "format" if a column is missing or an id is duplicated.
 */
export function countOwned(
  table: ColumnTable,
  owned: ColumnTable,
  foreignKey: string,
  countColumn: string,
): ColumnTable {
  const owners = plain(table);
  return withColumn(
    owners,
    countColumn,
    countRows(ownersOf(owners, plain(owned), foreignKey), owners.numRows()),
  );
}

/**
 * The table with one more column: the distinct values of `field` among the rows of `owned` that name the row's
 * id in their `foreignKey`, as an array in order of first appearance; missing values become one null, and rows
 * without any values get an empty array
 * ([note T12](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t12)).
 * @throws an EcephysError "format" if a column is missing or an id is duplicated.
 */
export function getGroupedUniques(
  table: ColumnTable,
  owned: ColumnTable,
  foreignKey: string,
  field: string,
  uniqueColumn: string,
): ColumnTable {
  const owners = plain(table);
  const others = plain(owned);
  const values = requireColumn(others, field, "owned");
  const uniques = uniquesByRow(ownersOf(owners, others, foreignKey), values, owners.numRows());
  return withColumn(owners, uniqueColumn, uniques);
}

/**
 * The distinct values of a column in order of first appearance; missing ones as one null (NaN in number
 * columns).
 * @throws an EcephysError "format" if there is no such column.
 */
export function distinctValues(table: ColumnTable, column: string): unknown[] {
  return [...new Set(requireColumn(plain(table), column, "given"))];
}

/** How often each of `count` rows is named; -1 names none. */
export function countRows(rows: Rows, count: number): Float64Array {
  const counts = new Float64Array(count);
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index]!;
    if (row >= 0) counts[row]! += 1;
  }
  return counts;
}

/** The distinct values of the cells that name each of `count` rows, missing ones as null. */
export function uniquesByRow(rows: Rows, values: Column, count: number): unknown[][] {
  const uniques = Array.from({ length: count }, () => new Set<unknown>());
  const cells = valuesOf(values);
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index]!;
    if (row >= 0) uniques[row]!.add(isMissing(cells[index]) ? null : cells[index]);
  }
  return uniques.map((set) => [...set]);
}

function ownersOf(owners: ColumnTable, owned: ColumnTable, foreignKey: string): Rows {
  const ids = requireColumn(owners, owners.columnName(0), "owning");
  return findRows(requireColumn(owned, foreignKey, "owned"), ids, "owning");
}

function withColumn(table: ColumnTable, name: string, column: Column): ColumnTable {
  return tableOf(columnsOf(table).set(name, column));
}
