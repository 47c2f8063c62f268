import { pause } from "@ecephys/files/internal";
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
export async function findConditions(columns: Iterable<RawColumn>, rows: number): Promise<Conditions> {
  let ids: Int32Array = new Int32Array(rows);
  for (const cells of columns) {
    ids = combine(ids, codes(cells));
    await pause();
  }
  const firstRows: number[] = [];
  for (let row = 0; row < rows; row++) if (ids[row] === firstRows.length) firstRows.push(row);
  return { ids, firstRows: Int32Array.from(firstRows) };
}

/** A small number for each distinct cell. */
function codes(cells: RawColumn): Int32Array {
  const known = new Map<RawCell, number>();
  const found = new Int32Array(cells.length);
  let previous: RawCell | undefined;
  for (let row = 0; row < found.length; row++) {
    const cell = cells[row]!;
    // Neighbours mostly show the same, and then nothing has to be looked up.
    const same = row > 0 && Object.is(cell, previous);
    found[row] = same ? found[row - 1]! : numberOf(known, keyOf(cell));
    previous = cell;
  }
  return found;
}

function keyOf(cell: RawCell): RawCell {
  return cell === "" ? null : typeof cell === "boolean" ? Number(cell) : cell;
}

/** Numbers the distinct pairs in the order of their first appearance. */
function combine(left: Int32Array, right: Int32Array): Int32Array {
  let width = 1;
  for (let row = 0; row < right.length; row++) width = Math.max(width, right[row]! + 1);
  // All cells are the same: nothing is told apart by them.
  if (width === 1) return left;
  const known = new Map<number, number>();
  const found = new Int32Array(left.length);
  for (let row = 0; row < found.length; row++) found[row] = numberOf(known, left[row]! * width + right[row]!);
  return found;
}

/** The key's number, the next one for a new key. */
function numberOf<Key>(known: Map<Key, number>, key: Key): number {
  const number = known.get(key);
  if (number !== undefined) return number;
  known.set(key, known.size);
  return known.size - 1;
}
