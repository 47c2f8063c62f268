/** A cell before names and types are settled; null where the presentation's table has no such column. */
export type RawCell = number | boolean | string | null;

/**
 * A column of cells that repeat few values: 70,000 presentations have a handful of masks and sizes, so that whatever is
 * done with them is done with the values.
 */
export interface CodedCells {
  /** What cells hold; the same value may be there twice. */
  readonly values: readonly RawCell[];
  /** By row the position of its value. */
  readonly codes: Int32Array;
}

/** Numbers only (missing: NaN), or cells of any kind. */
export type RawColumn = Float64Array | CodedCells;

/** A map takes -0 for 0. */
const NEGATIVE_ZERO = Symbol("-0");

/** Codes cells that come one after the other. */
export class CellCoder {
  readonly values: RawCell[] = [];
  readonly #known = new Map<RawCell | symbol, number>();

  /** The position of the cell's value. */
  code(cell: RawCell): number {
    const key = Object.is(cell, -0) ? NEGATIVE_ZERO : cell;
    let code = this.#known.get(key);
    if (code === undefined) {
      code = this.values.push(cell) - 1;
      this.#known.set(key, code);
    }
    return code;
  }
}

/** The cells as a coded column. */
export function codedCells(cells: ArrayLike<RawCell>): CodedCells {
  const coder = new CellCoder();
  const codes = new Int32Array(cells.length);
  for (let row = 0; row < codes.length; row++) codes[row] = coder.code(cells[row]!);
  return { values: coder.values, codes };
}

/** The same column with other values. */
export function withValues({ values, codes }: CodedCells, change: (value: RawCell) => RawCell): CodedCells {
  return { values: values.map(change), codes };
}

/** By row what `values` has at its code. */
export function decoded<Value>(values: readonly Value[], codes: Int32Array): Value[] {
  const cells: Value[] = new Array(codes.length);
  for (let row = 0; row < codes.length; row++) cells[row] = values[codes[row]!]!;
  return cells;
}

/** The cell of a row. */
export function cellAt(column: RawColumn, row: number): RawCell {
  return column instanceof Float64Array ? column[row]! : column.values[column.codes[row]!]!;
}
