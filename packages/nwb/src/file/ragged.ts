import { isAscending } from "@ecephys/files/internal";
import type { NwbFile } from "./nwb-file.ts";
import { counted } from "./warnings.ts";

/** Where each row's part of a ragged column begins and ends. */
export interface RaggedIndex {
  /** One more than there are rows: row r lies from `bounds[r]` to before `bounds[r + 1]`. */
  readonly bounds: Float64Array;
}

/**
 * Reads the index of a ragged column (`spike_times_index` for `spike_times`).
 * @throws an EcephysError "not-found" where it is missing, "format" where it runs backwards or beyond the
 * column's end.
 */
export async function readRaggedIndex(
  file: NwbFile,
  path: string,
  rows: number,
  action: string,
): Promise<RaggedIndex> {
  const indexPath = `${path}_index`;
  const [column, ends] = await Promise.all([
    file.requireDataset(path, action),
    file.numbers(indexPath, action),
  ]);
  if (ends.length !== rows)
    file.damage(indexPath, action, `it has ${counted(ends.length, "value")} for ${counted(rows, "row")}`);
  const length = (isOneRow(column.shape) ? column.shape[1] : column.shape?.[0]) ?? 0;
  const bounds = new Float64Array(ends.length + 1);
  bounds.set(ends, 1);
  if (isAscending(bounds) && bounds.at(-1)! <= length) return { bounds };
  const row = ends.findIndex((end, i) => !(end >= bounds[i]! && end <= length));
  return file.damage(
    indexPath,
    action,
    `row ${row} ends at ${ends[row]}, which is not between ${bounds[row]} and the column's length of ${length}`,
  );
}

/** Whether a list is written as a matrix of one row, as MatNWB does. */
export function isOneRow(shape: readonly number[] | undefined): shape is readonly [1, number] {
  return shape?.length === 2 && shape[0] === 1 && shape[1] !== 1;
}

/** Rows that are neighbours in the file, to be read at once. */
export interface RaggedRun {
  readonly start: number;
  readonly end: number;
  readonly rows: readonly number[];
}

/** Groups rows into runs of neighbours of at most `most` elements, in the file's order. */
export function raggedRuns({ bounds }: RaggedIndex, rows: readonly number[], most: number): RaggedRun[] {
  const runs: { start: number; end: number; rows: number[] }[] = [];
  for (const row of [...rows].sort((a, b) => a - b)) {
    const [start, end] = [bounds[row]!, bounds[row + 1]!];
    const last = runs.at(-1);
    if (last && last.end === start && end - last.start <= most) {
      last.end = end;
      last.rows.push(row);
    } else runs.push({ start, end, rows: [row] });
  }
  return runs;
}
