import { pause } from "@ecephys/files/internal";
import type { CodedCells, RawCell, RawColumn } from "./coded-cells.ts";

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
  let found: Numbered = { ids: new Int32Array(rows), count: 1 };
  for (const cells of columns) {
    found = combine(found, cells instanceof Float64Array ? numbered(cells) : withoutTwins(cells));
    await pause();
  }
  const firstRows = new Int32Array(found.count);
  for (let row = 0, next = 0; row < rows; row++) if (found.ids[row] === next) firstRows[next++] = row;
  return { ids: found.ids, firstRows: rows > 0 ? firstRows : new Int32Array() };
}

/** A small number for each row, below `count`; each of them is there. */
interface Numbered {
  readonly ids: Int32Array;
  readonly count: number;
}

function numbered(numbers: Float64Array): Numbered {
  const ids = new Int32Array(numbers.length);
  return { ids, count: numberValues(numbers, ids) };
}

/** Writes a number for each value; how many there are. */
function numberValues(numbers: Float64Array, ids: Int32Array): number {
  const known = new Map<number, number>();
  let count = 0;
  let previous = Number.NaN;
  let id = -1;
  for (let row = 0; row < ids.length; row++) {
    const number = numbers[row]!;
    // Neighbours mostly show the same, and then nothing has to be looked up.
    if (id < 0 || !Object.is(number, previous)) {
      id = known.get(number) ?? count;
      if (id === count) known.set(number, count++);
      previous = number;
    }
    ids[row] = id;
  }
  return count;
}

/** The codes of the cells, the same one for values that are the same condition. */
function withoutTwins({ values, codes }: CodedCells): Numbered {
  const known = new Map<RawCell, number>();
  const numbers = Int32Array.from(values, (value) => numberOf(known, keyOf(value)));
  const count = known.size;
  if (count === values.length) return { ids: codes, count };
  return { ids: codes.map((code) => numbers[code]!), count };
}

function keyOf(cell: RawCell): RawCell {
  return cell === "" ? null : typeof cell === "boolean" ? Number(cell) : cell;
}

/** Pairs up to here are looked up in an array, which is faster than a map. */
const MOST_PAIRS = 1 << 20;

/** Numbers the distinct pairs in the order of their first appearance. */
function combine(left: Numbered, right: Numbered): Numbered {
  // All cells are the same: nothing is told apart by them.
  if (right.count <= 1) return left;
  const pairs = left.count * right.count;
  if (pairs > MOST_PAIRS) {
    const places = new Float64Array(left.ids.length);
    for (let row = 0; row < places.length; row++)
      places[row] = left.ids[row]! * right.count + right.ids[row]!;
    return numbered(places);
  }
  const ids = new Int32Array(left.ids.length);
  return { ids, count: numberPairs(left.ids, right.ids, right.count, new Int32Array(pairs), ids) };
}

/**
 * Writes a number for each pair; how many there are.
 * @param known by pair one more than its number, and 0 before the pair was seen.
 */
function numberPairs(
  left: Int32Array,
  right: Int32Array,
  width: number,
  known: Int32Array,
  ids: Int32Array,
): number {
  let count = 0;
  for (let row = 0; row < ids.length; row++) {
    const pair = left[row]! * width + right[row]!;
    if (known[pair] === 0) known[pair] = ++count;
    ids[row] = known[pair]! - 1;
  }
  return count;
}

/** The key's number, the next one for a new key. */
function numberOf<Key>(known: Map<Key, number>, key: Key): number {
  const number = known.get(key);
  if (number !== undefined) return number;
  known.set(key, known.size);
  return known.size - 1;
}
