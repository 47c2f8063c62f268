import type { RawCell, RawColumn } from "./raw-presentations.ts";

/** Which presentations showed the same: a condition's id is its place in the order of first appearance. */
export interface Conditions {
  /** By presentation. */
  readonly ids: Int32Array;
  /** By condition, the first presentation that had it. */
  readonly firstRows: Int32Array;
}

/**
 * Numbers the distinct combinations of the columns' cells. Cells are compared as the file has them: "0.10" and
 * "0.1" are two, an empty text and a missing one are the same.
 */
export function findConditions(columns: Iterable<RawColumn>, rows: number): Conditions {
  let ids: Int32Array = new Int32Array(rows);
  for (const cells of columns) ids = combine(ids, codes(cells));
  const firstRows: number[] = [];
  for (let row = 0; row < rows; row++) if (ids[row] === firstRows.length) firstRows.push(row);
  return { ids, firstRows: Int32Array.from(firstRows) };
}

/** A small number for each distinct cell. */
function codes(cells: RawColumn): Int32Array {
  const known = new Map<RawCell, number>();
  if (cells instanceof Float64Array) return Int32Array.from(cells, (number) => numberOf(known, number));
  return Int32Array.from(cells, (cell) => {
    const key = cell === "" ? null : typeof cell === "boolean" ? Number(cell) : cell;
    return numberOf(known, key);
  });
}

/** Numbers the distinct pairs in the order of their first appearance. */
function combine(left: Int32Array, right: Int32Array): Int32Array {
  const width = right.reduce((most, code) => Math.max(most, code), 0) + 1;
  const known = new Map<number, number>();
  return left.map((code, row) => {
    const pair = code * width + right[row]!;
    return numberOf(known, pair);
  });
}

/** The key's number, the next one for a new key. */
function numberOf<Key>(known: Map<Key, number>, key: Key): number {
  const number = known.get(key) ?? known.size;
  known.set(key, number);
  return number;
}
