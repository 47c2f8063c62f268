import type { NumericArray } from "@ecephys/core";

/** A gap of at most this many columns is read rather than skipped. */
const NARROW_GAP = 8;

/** Columns that are read together. */
export interface ColumnRun {
  readonly first: number;
  last: number;
  /** Columns of the file, and their positions in the result. */
  readonly columns: { readonly from: number; readonly to: number }[];
}

/** Neighbouring columns are read together. */
export function columnRuns(columns: readonly number[]): ColumnRun[] {
  const runs: ColumnRun[] = [];
  const sorted = columns.map((from, to) => ({ from, to })).sort((a, b) => a.from - b.from);
  for (const column of sorted) {
    const last = runs.at(-1);
    if (last && column.from - last.last < NARROW_GAP) {
      last.last = Math.max(last.last, column.from + 1);
      last.columns.push(column);
    } else runs.push({ first: column.from, last: column.from + 1, columns: [column] });
  }
  return runs;
}

/** Whether each column is the neighbour of the one before. */
export function isRising(columns: readonly number[]): boolean {
  return columns.every((column, i) => i === 0 || column === columns[i - 1]! + 1);
}

/** Copies the wanted columns of a part of the file to their positions in the result. */
export function scatter(
  part: NumericArray,
  width: number,
  wanted: ColumnRun["columns"],
  first: number,
  result: NumericArray,
  resultWidth: number,
): void {
  for (let row = 0; row * width < part.length; row++)
    for (const { from, to } of wanted) result[row * resultWidth + to] = part[row * width + from - first]!;
}
