import type { Column } from "./column-values.ts";
import { composeRows, LinkedRows, type Rows } from "./rows.ts";

/**
 * The cells of these rows, -1 being a missing cell. Nothing is looked up before it is read, since most columns of a
 * joined table are never read.
 */
export function gather(column: Column, rows: Rows | LinkedRows): Column {
  if (column instanceof GatheredNumbers || column instanceof Float64Array)
    return new GatheredNumbers(column, rows);
  return column instanceof GatheredCells ? column.gather(rows) : new GatheredCells(column, rows);
}

/** A column as tables give it away: numbers as a Float64Array, which are gathered the first time. */
export function readable(column: Column): Column {
  return column instanceof GatheredNumbers ? column.values : column;
}

/** Whether tables give a column away as a Float64Array. */
export function isOfNumbers(column: Column): boolean {
  return column instanceof GatheredNumbers || column instanceof Float64Array;
}

/** Numbers of some rows of a column: all are copied when the first is read. */
export class GatheredNumbers implements Column<number> {
  readonly length: number;
  #from: { readonly column: Float64Array | GatheredNumbers; readonly rows: Rows | LinkedRows } | undefined;
  #values: Float64Array | undefined;

  constructor(column: Float64Array | GatheredNumbers, rows: Rows | LinkedRows) {
    this.length = rows.length;
    this.#from = { column, rows };
  }

  get values(): Float64Array {
    if (this.#values === undefined && this.#from) {
      this.#values = numbersOf(this.#from.column, allOf(this.#from.rows));
      // What it came from is not kept alive any longer.
      this.#from = undefined;
    }
    return this.#values!;
  }

  /** The numbers of some of its rows; the others are not copied for it. */
  valuesAt(rows: Rows): Float64Array {
    return this.#from
      ? numbersOf(this.#from.column, someOf(this.#from.rows, rows))
      : numbersAt(this.values, rows);
  }

  at(index: number): number | undefined {
    return this.values[index];
  }

  [Symbol.iterator](): Iterator<number> {
    return this.values[Symbol.iterator]();
  }
}

function numbersOf(column: Float64Array | GatheredNumbers, rows: Rows): Float64Array {
  return column instanceof GatheredNumbers ? column.valuesAt(rows) : numbersAt(column, rows);
}

function numbersAt(column: Float64Array, rows: Rows): Float64Array {
  const result = new Float64Array(rows.length);
  for (let index = 0; index < result.length; index += 1) {
    const row = rows[index]!;
    result[index] = row < 0 ? Number.NaN : column[row]!;
  }
  return result;
}

/** Cells of some rows of a column, each looked up whenever it is read. */
class GatheredCells implements Column {
  readonly length: number;
  readonly #column: Column;
  #rows: Rows | LinkedRows;

  constructor(column: Column, rows: Rows | LinkedRows) {
    this.length = rows.length;
    this.#column = column;
    this.#rows = rows;
  }

  at(index: number): unknown {
    const row = this.#allRows()[index];
    return row === undefined ? undefined : row < 0 ? null : this.#column.at(row);
  }

  /** The cells of these of its rows, looked up in the same column. */
  gather(rows: Rows | LinkedRows): GatheredCells {
    return new GatheredCells(this.#column, someOf(this.#rows, allOf(rows)));
  }

  *[Symbol.iterator](): Generator<unknown> {
    for (const row of this.#allRows()) yield row < 0 ? null : this.#column.at(row);
  }

  #allRows(): Rows {
    if (this.#rows instanceof LinkedRows) this.#rows = this.#rows.rows;
    return this.#rows;
  }
}

function allOf(rows: Rows | LinkedRows): Rows {
  return rows instanceof LinkedRows ? rows.rows : rows;
}

/** Those at some places, -1 being none. */
function someOf(rows: Rows | LinkedRows, places: Rows): Rows {
  return rows instanceof LinkedRows ? rows.at(places) : composeRows(places, rows);
}
