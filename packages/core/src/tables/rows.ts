import { EcephysError } from "@ecephys/files";
import { type Column, isMissing, valuesOf } from "./column-values.ts";

/** Row numbers into another table; -1 where there is no such row. */
export type Rows = Int32Array;

/**
 * For every key the row with that id; -1 if there is none or the key is missing.
 * @throws an EcephysError "format" if two rows have the same id.
 */
export function findRows(keys: Column, ids: Column, tableName: string): Rows {
  if (keys instanceof Float64Array && ids instanceof Float64Array && areAscending(ids, tableName)) {
    return findAscending(keys, ids);
  }
  const rowOf = valueIndex(valuesOf(ids), tableName);
  const values = valuesOf(keys);
  const rows = new Int32Array(values.length);
  // Neighbouring rows mostly have the same key.
  let [last, found] = [undefined as unknown, -1];
  for (let row = 0; row < rows.length; row += 1) {
    const key = values[row];
    if (key !== last) {
      found = rowOf(key);
      last = key;
    }
    rows[row] = found;
  }
  return rows;
}

/** @throws an EcephysError "format" if two neighbouring ids are equal. */
function areAscending(ids: Float64Array, tableName: string): boolean {
  for (let row = 1; row < ids.length; row += 1) {
    if (!(ids[row]! > ids[row - 1]!)) {
      if (ids[row] === ids[row - 1]) throw repeatedId(tableName, ids[row]);
      return false;
    }
  }
  return !Number.isNaN(ids[0]);
}

/** Neighbouring rows of one table mostly match nearby rows of the other: each search starts where the last ended. */
function findAscending(keys: Float64Array, ids: Float64Array): Rows {
  const rows = new Int32Array(keys.length);
  let found = 0;
  for (let row = 0; row < rows.length; row += 1) {
    const key = keys[row]!;
    if (ids[found] !== key) found = lastNotAbove(ids, key, found);
    rows[row] = ids[found] === key ? found : -1;
  }
  return rows;
}

/** The last row whose id is not above the key (0 if there is none), found by steps that double and are then halved. */
function lastNotAbove(ids: Float64Array, key: number, start: number): number {
  let from = start;
  let to = start;
  let step = 1;
  if (ids[start]! < key) {
    do {
      from = to;
      to = Math.min(to + step, ids.length);
      step *= 2;
    } while (to < ids.length && ids[to]! <= key);
  } else {
    do {
      to = from;
      from = Math.max(from - step, 0);
      step *= 2;
    } while (from > 0 && ids[from]! > key);
  }
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if (ids[middle]! <= key) from = middle;
    else to = middle;
  }
  return from;
}

function valueIndex(ids: ArrayLike<unknown>, tableName: string): (key: unknown) => number {
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

function repeatedId(tableName: string, id: unknown): EcephysError {
  return new EcephysError("format", {
    action: "Joining tables",
    resource: `the ${tableName} table`,
    reason: `two of its rows have the id ${String(id)}`,
    remedy: "Delete its file in the cache to fetch it again",
  });
}
