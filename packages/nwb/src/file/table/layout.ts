import type { Hdf5Dataset } from "@ecephys/hdf5";

/** How a dataset's elements are a column's cells. */
export interface CellLayout {
  /** Cells, or of a ragged column the entries of its lists. */
  readonly length: number;
  /** The shape of one of them; `[]` for a single value. */
  readonly each: readonly number[];
}

/**
 * The layout of a column of `rows` rows, or (undefined) of a ragged column's data. (n, 1) is a list of n values, as is
 * (1, n) in a table of n rows: MatNWB writes vectors so.
 */
export function layoutOf({ shape = [0] }: Hdf5Dataset, rows: number | undefined): CellLayout {
  const [length = 1, ...rest] = shape;
  if (rest.length === 1 && rest[0] === 1) return { length, each: [] };
  const isRow = rest.length === 1 && length === 1 && (rows === undefined || rest[0] === rows);
  if (isRow && rest[0] !== 1 && rows !== 1) return { length: rest[0]!, each: [] };
  return { length, each: rest };
}
