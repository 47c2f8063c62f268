import type { NumericArray } from "@ecephys/core";
import { EcephysError } from "@ecephys/files";
import { lowerBound } from "./search.ts";
import type { TimeDomain } from "./time-domain.ts";

/** The cells of an array that bins are counted into: bin b of row r at `r * rowStride + b * binStride`, and an offset. */
export interface BinCells {
  readonly data: NumericArray;
  readonly rowStride: number;
  readonly binStride: number;
  /** Keep 1 for any number of spikes. */
  readonly binarize: boolean;
}

/**
 * Counts spikes into the consecutive bins of some rows as numpy.histogram does: half-open, [edge, next edge), the last
 * one of a row closed.
 * @param times ascending, in the unit and on the clock of the edges.
 * @param edges those of all rows, each row ascending.
 * @param rows the first row, and the one after the last.
 * @param offset of the unit among the cells.
 * @param from where to begin the search in `times`: what was returned for the rows before, or 0.
 * @returns the position of the first spike at or after the start of the last row.
 * @throws an EcephysError "argument" where a count does not fit into the array.
 */
export function countIntoRows(
  times: Float64Array,
  { values: edges, shape: [, columns] }: TimeDomain,
  [begin, stop]: readonly [number, number],
  { data, rowStride, binStride, binarize }: BinCells,
  offset: number,
  from: number,
): number {
  const last = columns - 2;
  let first = from;
  for (let row = begin; row < stop; row++) {
    const at = row * columns;
    const start = edges[at]!;
    const end = edges[at + last + 1]!;
    if (row > 0 && start < edges[at - columns]!) first = 0;
    // Most often the next spike is the one: a call for each of millions of rows costs more than the rest.
    if (first < times.length && times[first]! < start) first = lowerBound(times, start, first + 1);
    const binsPerSecond = (last + 1) / (end - start);
    const firstCell = offset + row * rowStride;
    let bin = 0;
    for (let i = first; i < times.length; i++) {
      const time = times[i]!;
      if (!(time <= end)) break;
      // Most bins are equally wide: a guess that the edges confirm spares the walk to it.
      const guess = ((time - start) * binsPerSecond) | 0;
      if (guess > bin && guess <= last && time >= edges[at + guess]!) bin = guess;
      while (bin < last && time >= edges[at + bin + 1]!) bin++;
      const cell = firstCell + bin * binStride;
      const count = binarize ? 1 : data[cell]! + 1;
      data[cell] = count;
      if (data[cell] !== count) throw tooMany(count);
    }
  }
  return first;
}

/**
 * Like `countIntoRows`, into bins of equal width around one start: adds to `counts` from `offset` on.
 * @param edges relative to the start, ascending and of equal width.
 */
export function countAround(
  times: Float64Array,
  start: number,
  edges: Float64Array,
  counts: Float64Array,
  offset: number,
  from: number,
): number {
  const last = edges.length - 2;
  const begin = start + edges[0]!;
  const end = start + edges[last + 1]!;
  const binsPerSecond = (last + 1) / (end - begin);
  const first = lowerBound(times, begin, from);
  for (let i = first; i < times.length; i++) {
    const time = times[i]!;
    if (!(time <= end)) break;
    const bin = binAround(time, start, edges, ((time - begin) * binsPerSecond) | 0);
    counts[offset + bin] = counts[offset + bin]! + 1;
  }
  return first;
}

/** The bin of a time that lies in one of them, from a guess that may be one off: the edges decide. */
export function binAround(time: number, start: number, edges: Float64Array, guess: number): number {
  const last = edges.length - 2;
  let bin = Math.min(guess, last);
  while (bin > 0 && time < start + edges[bin]!) bin--;
  while (bin < last && time >= start + edges[bin + 1]!) bin++;
  return bin;
}

function tooMany(count: number): EcephysError {
  return new EcephysError("argument", {
    action: "Counting spikes",
    resource: `a bin of ${count} spikes or more`,
    reason: "the count does not fit into the type of the counts",
    remedy: 'Ask for dtype: "uint32", or for narrower bins',
  });
}

/** Midpoints of consecutive edges: `edge + width / 2`. */
export function binCentres(edges: Float64Array): Float64Array {
  return Float64Array.from(
    { length: edges.length - 1 },
    (_, b) => edges[b]! + (edges[b + 1]! - edges[b]!) / 2,
  );
}

/**
 * Edges of bins of equal width that fill a window, `start + b * binSize`.
 * @throws an EcephysError "argument" where the bins do not fill the window, or there are none.
 */
export function regularEdges(
  window: readonly [number, number],
  binSize: number,
  action: string,
): Float64Array {
  const [start, stop] = window;
  const bins = Math.round((stop - start) / binSize);
  const fills = Math.abs(start + bins * binSize - stop) <= binSize * 1e-6;
  if (!(binSize > 0 && bins >= 1 && bins <= MOST_BINS && fills))
    throw new EcephysError("argument", {
      action,
      resource: `a window of ${start} to ${stop} s in bins of ${binSize} s`,
      reason: `between 1 and ${MOST_BINS} whole bins must fill the window`,
      remedy: "Choose a window that is a multiple of the bin size",
    });
  return Float64Array.from({ length: bins + 1 }, (_, b) => start + b * binSize);
}

/** Far more than any use needs, and few enough for memory. */
const MOST_BINS = 10_000_000;
