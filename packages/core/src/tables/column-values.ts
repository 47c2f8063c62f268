/** What Arquero needs from a column: arrays, typed arrays and the lazy columns of a join all have it. */
export interface Column<T = unknown> {
  readonly length: number;
  at(row: number): T | undefined;
  [Symbol.iterator](): Iterator<T>;
}

/** All values as an array or typed array that is fast to read by index. */
export function valuesOf<T>(column: Column<T>): ArrayLike<T> {
  if (isArrayLike(column)) return column;
  return Array.from({ length: column.length }, (_, row) => column.at(row) as T);
}

/** Whether a column's values can be read by index. */
export function isArrayLike<T>(column: Column<T>): column is Column<T> & ArrayLike<T> {
  return Array.isArray(column) || ArrayBuffer.isView(column);
}

/** Whether a cell is missing: null, undefined or NaN. */
export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === "number" && Number.isNaN(value));
}
