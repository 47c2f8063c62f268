import type { Hdf5Dataset } from "@ecephys/hdf5";
import type { NwbFile } from "../nwb-file.ts";
import { raggedRuns } from "../ragged.ts";
import type { PlannedColumn } from "./plan.ts";

/** Values read at once, 64 MB of them: neighbours in the file share one buffer up to this size. */
const RUN = 8 * 1024 * 1024;

/**
 * Lists of numbers of some rows of a ragged column, in the order of the rows; only these are read, neighbours in the file
 * as views of one buffer. A row whose list the data does not hold is empty. A column of one number a row has lists of one.
 */
export async function readRaggedNumbers(
  file: NwbFile,
  { bounds, dataset, layout }: PlannedColumn,
  rows: readonly number[],
  action: string,
  signal: AbortSignal | undefined,
): Promise<Float64Array[]> {
  const [own] = bounds;
  if (bounds.length > 1 || layout.each.length > 0)
    file.damage(dataset.path, action, "it does not hold a list of numbers for each row");
  const ends = own?.ends ?? Float64Array.from({ length: layout.length + 1 }, (_, row) => row);
  const found = new Map<number, Float64Array>();
  const readable = rows.filter((row) => !own?.beyond.has(row));
  for (const run of raggedRuns({ bounds: ends }, [...new Set(readable)], RUN)) {
    signal?.throwIfAborted();
    const values = await readEntries(file, dataset, run.start, run.end, action, signal);
    for (const row of run.rows)
      found.set(row, values.subarray(ends[row]! - run.start, ends[row + 1]! - run.start));
  }
  return rows.map((row) => found.get(row) ?? new Float64Array());
}

/** Entries of a column's data; MatNWB writes it as a matrix of one row or column. */
async function readEntries(
  file: NwbFile,
  { path, shape }: Hdf5Dataset,
  start: number,
  end: number,
  action: string,
  signal: AbortSignal | undefined,
): Promise<Float64Array> {
  const isRow = shape?.length === 2 && shape[0] === 1 && shape[1] !== 1;
  return file.numbers(path, action, {
    ranges: isRow
      ? [
          [0, 1],
          [start, end],
        ]
      : [[start, end]],
    signal,
  });
}
