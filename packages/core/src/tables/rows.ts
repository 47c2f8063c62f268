import { EcephysError } from "../errors.ts";
import { type Column, valuesOf } from "./column.ts";

/** Row numbers into another table; -1 where there is no such row. */
export type Rows = Int32Array;

/**
 * For every key the row that has it as its id, -1 where there is none or the key is missing.
 * @throws an EcephysError "format" where two rows have one id.
 */
export function findRows(keys: Column, ids: Column, tableName: string): Rows {
  const rowOf = new Map<unknown, number>();
  const idValues = valuesOf(ids);
  for (let row = 0; row < idValues.length; row += 1) {
    const id = idValues[row];
    if (rowOf.has(id)) throw repeatedId(tableName, id);
    rowOf.set(id, row);
  }
  const keyValues = valuesOf(keys);
  const rows = new Int32Array(keyValues.length);
  for (let row = 0; row < rows.length; row += 1) {
    const key = keyValues[row];
    rows[row] = key === null || Number.isNaN(key) ? -1 : (rowOf.get(key) ?? -1);
  }
  return rows;
}

/** `through[rows[i]]`: the rows of a table two joins away. */
export function composeRows(rows: Rows, through: Rows): Rows {
  return rows.map((row) => (row < 0 ? -1 : through[row]!));
}

/** The row numbers that a test lets pass, in order. */
export function rowsWhere(count: number, passes: (row: number) => boolean): Rows {
  const rows = new Int32Array(count);
  let found = 0;
  for (let row = 0; row < count; row += 1) if (passes(row)) rows[found++] = row;
  return rows.subarray(0, found);
}

/**
 * The cells of these rows, -1 giving a missing cell: a Float64Array from a Float64Array, else an array. The
 * column itself where the rows are all of its own.
 */
export function gather(column: Column, rows: Rows): Column {
  if (isIdentity(rows, column.length)) return column;
  if (!(column instanceof Float64Array)) {
    const values = valuesOf(column);
    return Array.from(rows, (row) => (row < 0 ? null : values[row]));
  }
  const result = new Float64Array(rows.length);
  for (let index = 0; index < result.length; index += 1) {
    const row = rows[index]!;
    result[index] = row < 0 ? Number.NaN : column[row]!;
  }
  return result;
}

function isIdentity(rows: Rows, length: number): boolean {
  return rows.length === length && rows.every((row, index) => row === index);
}

function repeatedId(tableName: string, id: unknown): EcephysError {
  return new EcephysError("format", {
    action: "joining tables",
    resource: `the ${tableName} table`,
    reason: `two of its rows have the id ${String(id)}`,
    remedy: "Delete its file in the cache to have it fetched anew",
  });
}
