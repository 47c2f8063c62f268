import type { Hdf5Range } from "../model.ts";
import type { ReadBytes } from "../object-header.ts";
import { Reader } from "./bytes.ts";
import { arrayElements, extensibleElements } from "./chunk-arrays.ts";
import { MOST_CHUNKS, type StoredChunk } from "./chunks.ts";
import { recordsOf } from "./tree-v2.ts";

/** Where a dataset's chunks are listed, in the ways of the format's newer versions. */
export type ChunkIndex =
  /** There is one chunk alone; `length`: where it went through filters. */
  | { readonly kind: "single"; readonly at: number; readonly length: number | undefined }
  /** One behind the other. */
  | { readonly kind: "implicit"; readonly at: number }
  | { readonly kind: "fixed"; readonly at: number }
  /** `unlimited`: the dimension along which it grows. */
  | { readonly kind: "extensible"; readonly at: number; readonly unlimited: number }
  | { readonly kind: "tree-v2"; readonly at: number };

/** What the dataset is that an index is of. */
export interface IndexedChunks {
  readonly index: ChunkIndex;
  /** Sides of a chunk, and bytes of one as it is before filters. */
  readonly chunk: readonly number[];
  readonly bytes: number;
  readonly shape: readonly number[];
  /** How far the dimensions can grow; undefined for those without end. */
  readonly most: readonly (number | undefined)[];
  readonly isFiltered: boolean;
}

/**
 * The chunks that hold some rows of a dataset.
 * @param lacking Called with what a part of the index throws that cannot be read; its chunks are left out.
 */
export function chunksIn(
  read: ReadBytes,
  dataset: IndexedChunks,
  base: number,
  rows: Hdf5Range,
  lacking: (error: unknown) => void,
): StoredChunk[] {
  const { bytes, chunk, index } = dataset;
  const origin = chunk.map(() => 0);
  if (index.kind === "single")
    return [{ start: index.at, length: index.length ?? bytes, offset: origin, isWhole: true }];
  try {
    return index.kind === "tree-v2"
      ? treeChunks(read, index.at, dataset, base, rows)
      : arrayChunks(read, index, dataset, base, rows);
  } catch (error) {
    lacking(error);
    return [];
  }
}

function isInRows(first: number, height: number, rows: Hdf5Range): boolean {
  return first < rows[1] && first + height > rows[0];
}

/** Numbers of the chunks in an array that hold some rows of a dataset, and where each begins. */
function numbersOf({ chunk, index, most, shape }: IndexedChunks, rows: Hdf5Range) {
  const first = Math.max(0, Math.floor(rows[0] / chunk[0]!));
  const counts = shape.map((length, d) => Math.ceil(length / chunk[d]!));
  counts[0] = Math.max(0, Math.min(counts[0]!, Math.ceil(rows[1] / chunk[0]!)) - first);
  const room = shape.map((length, d) => Math.ceil((most[d] ?? length) / chunk[d]!));
  // The dimension that grows without end varies slowest.
  const unlimited = index.kind === "extensible" ? index.unlimited : 0;
  const order = [unlimited, ...shape.keys()].filter((d, i, all) => all.indexOf(d) === i);
  const count = counts.reduce((product, one) => product * one, 1);
  if (count > MOST_CHUNKS) throw new RangeError("too many chunks");
  return Array.from({ length: count }, (_, i) => {
    const at = counts.map(() => 0);
    for (let d = counts.length - 1, rest = i; d >= 0; rest = Math.floor(rest / counts[d]!), d--)
      at[d] = (rest % counts[d]!) + (d === 0 ? first : 0);
    const number = order.reduce((sum, d) => sum * room[d]! + at[d]!, 0);
    return { number, offset: at.map((one, d) => one * chunk[d]!) };
  });
}

function arrayChunks(
  read: ReadBytes,
  index: Exclude<ChunkIndex, { kind: "single" | "tree-v2" }>,
  dataset: IndexedChunks,
  base: number,
  rows: Hdf5Range,
): StoredChunk[] {
  const { bytes, isFiltered } = dataset;
  const wanted = numbersOf(dataset, rows);
  if (index.kind === "implicit")
    return wanted.map(({ number, offset }) => ({
      start: index.at + number * bytes,
      length: bytes,
      offset,
      isWhole: true,
    }));
  const numbers = wanted.map(({ number }) => number);
  const elements =
    index.kind === "fixed"
      ? arrayElements(read, index.at, base, numbers)
      : extensibleElements(read, index.at, base, numbers);
  return elements.flatMap((element, i) => {
    const reader = new Reader(element);
    const start = reader.address(0);
    if (start === undefined) return [];
    const length = isFiltered ? reader.unsigned(8, element.length - 12) : bytes;
    const isWhole = !isFiltered || reader.word(element.length - 4) === 0;
    return [{ start: base + start, length, offset: wanted[i]!.offset, isWhole }];
  });
}

function treeChunks(
  read: ReadBytes,
  tree: number,
  { bytes, chunk, isFiltered }: IndexedChunks,
  base: number,
  rows: Hdf5Range,
): StoredChunk[] {
  return recordsOf(read, tree, base).flatMap((record) => {
    const reader = new Reader(record);
    const places = record.length - 8 * chunk.length;
    const offset = chunk.map((side, d) => side * reader.long(places + 8 * d));
    const start = reader.address(0);
    if (start === undefined || !isInRows(offset[0]!, chunk[0]!, rows)) return [];
    const length = isFiltered ? reader.unsigned(8, places - 12) : bytes;
    const isWhole = !isFiltered || reader.word(places - 4) === 0;
    return [{ start: base + start, length, offset, isWhole }];
  });
}
