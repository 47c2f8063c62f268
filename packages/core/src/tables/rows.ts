import { EcephysError } from "../errors.ts";
import { type Column, isMissing, valuesOf } from "./column.ts";

/** Row numbers into another table; -1 where there is no such row. */
export type Rows = Int32Array;

/**
 * For every key the row that has it as its id, -1 where there is none or the key is missing.
 * @throws an EcephysError "format" where two rows have one id.
 */
export function findRows(keys: Column, ids: Column, tableName: string): Rows {
  const rowOf =
    ids instanceof Float64Array ? numberIndex(ids, tableName) : valueIndex(valuesOf(ids), tableName);
  const values = valuesOf(keys);
  const rows = new Int32Array(values.length);
  for (let row = 0; row < rows.length; row += 1) rows[row] = rowOf(values[row]);
  return rows;
}

type RowOf = (key: unknown) => number;

/** Ids of a project lie close together: a plain array finds them many times faster than a Map. */
function numberIndex(ids: Float64Array, tableName: string): RowOf {
  let [lowest, highest] = [Infinity, -Infinity];
  for (const id of ids) {
    if (id < lowest) lowest = id;
    if (id > highest) highest = id;
  }
  const span = highest - lowest + 1;
  if (!(span > 0 && span <= 16 * ids.length + 1024) || !ids.every(Number.isSafeInteger))
    return valueIndex(ids, tableName);
  const rows = new Int32Array(span).fill(-1);
  for (let row = 0; row < ids.length; row += 1) {
    const place = ids[row]! - lowest;
    if (rows[place] !== -1) throw repeatedId(tableName, ids[row]);
    rows[place] = row;
  }
  return (key) => (typeof key === "number" ? (rows[key - lowest] ?? -1) : -1);
}

function valueIndex(ids: ArrayLike<unknown>, tableName: string): RowOf {
  const rowOf = new Map<unknown, number>();
  for (let row = 0; row < ids.length; row += 1) {
    if (rowOf.has(ids[row])) throw repeatedId(tableName, ids[row]);
    rowOf.set(ids[row], row);
  }
  return (key) => (isMissing(key) ? -1 : (rowOf.get(key) ?? -1));
}

/** `through[rows[i]]`: the rows of a table two joins away. */
export function composeRows(rows: Rows, through: Rows): Rows {
  const result = new Int32Array(rows.length);
  for (let index = 0; index < result.length; index += 1) {
    const row = rows[index]!;
    result[index] = row < 0 ? -1 : through[row]!;
  }
  return result;
}

/** The row numbers that a test lets pass, in order. */
export function rowsWhere(count: number, passes: (row: number) => boolean): Rows {
  const rows = new Int32Array(count);
  let found = 0;
  for (let row = 0; row < count; row += 1) if (passes(row)) rows[found++] = row;
  return rows.subarray(0, found);
}

/** Whether the rows are all of a table of this length, in its order. */
export function areAllRows(rows: Rows, length: number): boolean {
  if (rows.length !== length) return false;
  for (let row = 0; row < length; row += 1) if (rows[row] !== row) return false;
  return true;
}

/** The cells of these rows, -1 giving a missing cell: a Float64Array from a Float64Array, else an array. */
export function gather(column: Column, rows: Rows): Column {
  return column instanceof Float64Array ? gatherNumbers(column, rows) : gatherValues(valuesOf(column), rows);
}

function gatherNumbers(column: Float64Array, rows: Rows): Float64Array {
  const result = new Float64Array(rows.length);
  for (let index = 0; index < result.length; index += 1) {
    const row = rows[index]!;
    result[index] = row < 0 ? Number.NaN : column[row]!;
  }
  return result;
}

function gatherValues(values: ArrayLike<unknown>, rows: Rows): unknown[] {
  const result = new Array<unknown>(rows.length);
  for (let index = 0; index < result.length; index += 1) {
    const row = rows[index]!;
    result[index] = row < 0 ? null : values[row];
  }
  return result;
}

function repeatedId(tableName: string, id: unknown): EcephysError {
  return new EcephysError("format", {
    action: "joining tables",
    resource: `the ${tableName} table`,
    reason: `two of its rows have the id ${String(id)}`,
    remedy: "Delete its file in the cache to have it fetched anew",
  });
}
