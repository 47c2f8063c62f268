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

/**
 * The row with an id; -1 if there is none or the key is missing. Keys of neighbouring rows are found soonest.
 * @throws an EcephysError "format" if two rows have the same id.
 */
export function rowFinder(column: Column, tableName: string): (key: unknown) => number {
  if (!(column instanceof Float64Array && areAscending(column, tableName)))
    return valueIndex(valuesOf(column), tableName);
  const ids = keysOf(column) as NumberKeys;
  let found = 0;
  return (key) => {
    if (ids[found] === key) return found;
    if (typeof key !== "number") return -1;
    found = lastNotAbove(ids, key, found);
    return ids[found] === key ? found : -1;
  };
}

/** Which row of another table each row leads to, found one after the other. */
export interface RowSearch {
  readonly length: number;
  /** -1 if there is none. */
  rowOf(row: number): number;
}

/**
 * The rows with the ids that are the keys of another table's rows; soonest for neighbours.
 * @throws an EcephysError "format" if two rows have the same id.
 */
export function rowSearch(keys: Column, ids: Column, tableName: string): RowSearch {
  if (isKnownWhole(keys) && isKnownWhole(ids) && areAscending(ids, tableName))
    return new NearRows(new Int32Array(keys), new Int32Array(ids));
  const rows = findRows(keys, ids, tableName);
  return { length: rows.length, rowOf: (row) => rows[row]! };
}

/** Rows that are looked at one after the other before they are searched by halves. */
const NEAR = 16;

class NearRows implements RowSearch {
  readonly length: number;
  private readonly keys: Int32Array;
  private readonly ids: Int32Array;
  private found = 0;

  /** @param ids Ascending. */
  constructor(keys: Int32Array, ids: Int32Array) {
    this.length = keys.length;
    this.keys = keys;
    this.ids = ids;
  }

  rowOf(row: number): number {
    const ids = this.ids;
    const key = this.keys[row]!;
    let found = this.found;
    const end = Math.min(found + NEAR, ids.length - 1);
    while (found < end && ids[found]! < key) found += 1;
    if (ids[found] !== key) found = lastNotAbove(ids, key, found);
    this.found = found;
    return ids[found] === key ? found : -1;
  }
}

type NumberKeys = Float64Array | Int32Array;

/** What is known of a column of numbers without looking through it. */
export interface KnownNumbers {
  /** Whether each is above the one before; none is missing. */
  readonly ascending: boolean;
  /** Whether all are whole numbers that 32 bits hold. */
  readonly whole: boolean;
}

const KNOWN = new WeakMap<Float64Array, KnownNumbers>();

/** Says of a column what its values are: a loop that finds it out takes as long as reading the file. */
export function noteNumbers(column: Float64Array, known: KnownNumbers): void {
  KNOWN.set(column, known);
}

/** Finds out what is to be noted of a column. */
export function knownNumbers(column: Float64Array): KnownNumbers {
  return {
    ascending: firstNotAscending(column) === -1,
    whole: column.every((value) => Object.is(value, value | 0)),
  };
}

/** Values for a loop: a number of a Float64Array is an object of its own until the loop has been compiled. */
export function keysOf(column: Column): ArrayLike<unknown> {
  return isKnownWhole(column) ? new Int32Array(column) : valuesOf(column);
}

function isKnownWhole(column: Column): column is Float64Array {
  return column instanceof Float64Array && KNOWN.get(column)?.whole === true;
}

/** @throws an EcephysError "format" if two neighbouring ids are equal. */
function areAscending(ids: Float64Array, tableName: string): boolean {
  if (KNOWN.get(ids)?.ascending) return true;
  const row = firstNotAscending(ids);
  if (row > 0 && ids[row] === ids[row - 1]) throw repeatedId(tableName, ids[row]);
  return row === -1;
}

/** The first row whose value is not above the one before, or is missing; -1 if there is none. */
function firstNotAscending(values: Float64Array): number {
  if (Number.isNaN(values[0])) return 0;
  for (let row = 1; row < values.length; row += 1) if (!(values[row]! > values[row - 1]!)) return row;
  return -1;
}

/** Neighbouring rows of one table mostly match nearby rows of the other: each search starts where the last ended. */
function findAscending(keys: Float64Array, ids: Float64Array): Rows {
  const rows = new Int32Array(keys.length);
  let found = 0;
  let id = ids[found];
  for (let row = 0; row < rows.length; row += 1) {
    const key = keys[row]!;
    if (id !== key) {
      found = lastNotAbove(ids, key, found);
      id = ids[found];
    }
    rows[row] = id === key ? found : -1;
  }
  return rows;
}

/** The last row whose id is not above the key (0 if there is none), found by steps that double and are then halved. */
function lastNotAbove(ids: NumberKeys, key: number, start: number): number {
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

/** Rows of a table to which other tables lead, one after the other: found when somebody needs them. */
export class LinkedRows {
  readonly length: number;
  readonly #steps: readonly Rows[];
  #rows: Rows | undefined;

  /** @param steps Rows of a first table, of a second one for all rows of the first, and so on. */
  constructor(...steps: readonly Rows[]) {
    this.length = steps[0]?.length ?? 0;
    this.#steps = steps;
  }

  get rows(): Rows {
    this.#rows ??= chained(this.#steps);
    return this.#rows;
  }

  /** Those at some places, -1 being none; the others are not found for it, unless these are many. */
  at(places: Rows): Rows {
    const areMany = this.#rows !== undefined || places.length * 4 > this.length;
    return areMany ? composeRows(places, this.rows) : chained([places, ...this.#steps]);
  }
}

function chained([first, ...others]: readonly Rows[]): Rows {
  return others.reduce((rows, through) => composeRows(rows, through), first ?? new Int32Array(0));
}

/** The row numbers that a test lets pass, in order. */
export function rowsWhere(count: number, passes: (row: number) => boolean): Rows {
  const rows = new Int32Array(count);
  let found = 0;
  for (let row = 0; row < count; row += 1) if (passes(row)) rows[found++] = row;
  return rows.subarray(0, found);
}

/** Rows. */
const BLOCK = 1024;

/**
 * The first row and the end of each block of so many rows. A function that is called for every block is compiled sooner
 * than one loop over all rows, and stays so for the next table.
 */
export function* blocksOf(count: number): Generator<readonly [from: number, to: number]> {
  for (let from = 0; from < count; from += BLOCK) yield [from, Math.min(from + BLOCK, count)];
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
