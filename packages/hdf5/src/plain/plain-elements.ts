import { clamp } from "@ecephys/files/internal";
import type { Hdf5Range } from "../model.ts";
import type { ReadBytes } from "../object-header.ts";
import { chunksOf, type StoredChunk } from "../plan/chunks.ts";
import type { Filter, PlainDataset } from "./plain-dataset.ts";

/** Bytes that are read and unpacked here at most; of more a worker does not make others wait. */
const MOST_BYTES = 8 * 2 ** 20;
/** The same of pointers to texts, each of which is looked up. */
const MOST_POINTERS = 2 * 2 ** 20;

/** Bytes of a piece of a dataset that is used piece by piece. */
const PIECE = 1 << 18;

/** Elements of a dataset as they lie in the file, and their shape. */
export interface PlainElements {
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** A part of a dataset: its shape, the number of its elements, and from where to where it goes. */
export interface PlainPart {
  readonly shape: readonly number[];
  readonly count: number;
  readonly bounds: readonly Hdf5Range[];
}

/** @throws a RangeError where it is too much to read here. */
export function plainPart({ shape, type }: PlainDataset, ranges: readonly Hdf5Range[]): PlainPart {
  const bounds = shape.map((length, d): Hdf5Range => {
    const start = clamp(ranges[d]?.[0] ?? 0, 0, length);
    return [start, Math.max(start, clamp(ranges[d]?.[1] ?? length, 0, length))];
  });
  const wanted = bounds.map(([start, end]) => end - start);
  const count = wanted.reduce((product, side) => product * side, 1);
  if (!(count * type.bytes <= (type.isPointed ? MOST_POINTERS : MOST_BYTES)))
    throw new RangeError("too much");
  return { shape: wanted, count, bounds };
}

/**
 * Elements of a dataset in C order.
 * @throws a RangeError where they are too many, or some were never written, or cannot be unpacked.
 */
export async function plainElements(
  read: ReadBytes,
  dataset: PlainDataset,
  ranges: readonly Hdf5Range[],
): Promise<PlainElements> {
  const { layout, shape, type } = dataset;
  const { bounds, count, shape: wanted } = plainPart(dataset, ranges);
  const target = new Uint8Array(count * type.bytes);
  if (count === 0) return { shape: wanted, bytes: target };
  const sides = { shape, bounds, wanted };
  if (layout.kind === "chunked") {
    const { chunks, length } = chunksFor(read, dataset, bounds);
    const stored = chunks.map((chunk) => storedBytes(read, dataset, chunk, length));
    let copied = 0;
    for (const [i, { offset }] of chunks.entries()) {
      const bytes = await unpacked(stored[i]!, dataset.filters, length);
      copied += copyBox(bytes, { offset, sides: layout.chunk }, target, sides, type.bytes);
    }
    if (copied !== target.length) throw new RangeError("chunks that were never written");
    return { shape: wanted, bytes: target };
  }
  const [from, to] = runIn(bounds, shape, type.bytes);
  // What is between the first and the last element of a part.
  if (to - from > MOST_BYTES) throw new RangeError("too much");
  const bytes = runOfBytes(read, dataset, from, to);
  const first = Math.floor(from / type.bytes);
  copyRun(bytes, first, target, sides, type.bytes);
  return { shape: wanted, bytes: target };
}

/**
 * The same piece by piece, where they lie in one row: pieces that are still in the processor's cache when they are used,
 * each valid until the next one.
 * @param use Is given elements, and the number of the first of them in the part.
 * @throws a RangeError as `plainElements`.
 */
export async function plainPieces(
  read: ReadBytes,
  dataset: PlainDataset,
  { bounds: [rows], count, bounds }: PlainPart,
  use: (bytes: Uint8Array, first: number) => void,
): Promise<void> {
  const { layout, shape, type } = dataset;
  if (count === 0) return;
  if (rows === undefined || shape.length !== 1) throw new RangeError("not in one row");
  const [first, end] = rows;
  if (layout.kind !== "chunked") {
    const step = Math.max(1, Math.floor(PIECE / type.bytes));
    for (let row = first; row < end; row += step) {
      const until = Math.min(end, row + step);
      use(runOfBytes(read, dataset, row * type.bytes, until * type.bytes), row - first);
    }
    return;
  }
  const { chunks, length } = chunksFor(read, dataset, bounds);
  const [height] = layout.chunk;
  let used = 0;
  for (const chunk of chunks) {
    const bytes = await unpacked(storedBytes(read, dataset, chunk, length), dataset.filters, length);
    const top = chunk.offset[0]!;
    const [from, until] = [Math.max(first, top), Math.min(end, top + height!)];
    use(bytes.subarray((from - top) * type.bytes, (until - top) * type.bytes), from - first);
    used += until - from;
  }
  if (used !== count) throw new RangeError("chunks that were never written");
}

/** The bytes of elements from one position in the dataset to another, where they lie in one piece. */
function runOfBytes(
  read: ReadBytes,
  { compact, layout, shape, type }: PlainDataset,
  from: number,
  to: number,
): Uint8Array {
  const length = shape.reduce((product, side) => product * side, type.bytes);
  if (compact) {
    if (compact.length < length) throw new RangeError("another length");
    return compact.subarray(from, to);
  }
  if (layout.kind !== "contiguous" || layout.length !== length) throw new RangeError("another length");
  return bytesOf(read, { start: layout.start + from }, to - from);
}

/** The chunks that hold a part, and the bytes of each when it is unpacked. */
function chunksFor(
  read: ReadBytes,
  { layout, shape, type }: PlainDataset,
  bounds: readonly Hdf5Range[],
): { readonly chunks: readonly StoredChunk[]; readonly length: number } {
  if (layout.kind !== "chunked") throw new RangeError("no chunks");
  const length = layout.chunk.reduce((product, side) => product * side, type.bytes);
  if (layout.chunk.length !== shape.length || !(length <= MOST_BYTES)) throw new RangeError("another chunk");
  return { chunks: chunksIn(read, layout.tree, layout.chunk, bounds), length };
}

function storedBytes(
  read: ReadBytes,
  { filters }: PlainDataset,
  chunk: StoredChunk,
  length: number,
): Uint8Array {
  return bytesOf(read, chunk, filters.length > 0 ? chunk.length : length);
}

function bytesOf(read: ReadBytes, { start }: Pick<StoredChunk, "start">, length: number): Uint8Array {
  const bytes = read(start, length);
  if (bytes.length !== length) throw new RangeError("it ends too early");
  return bytes;
}

function chunksIn(
  read: ReadBytes,
  tree: number,
  chunk: readonly number[],
  bounds: readonly Hdf5Range[],
): StoredChunk[] {
  const found = chunksOf(read, tree, 0, chunk, bounds[0] ?? [0, 1], (error) => {
    throw error;
  });
  const isWanted = ({ offset }: StoredChunk) =>
    offset.every((at, d) => at < bounds[d]![1] && at + chunk[d]! > bounds[d]![0]);
  const wanted = found.filter(isWanted);
  if (wanted.some(({ isWhole }) => !isWhole)) throw new RangeError("a chunk that skipped a filter");
  const isOnGrid = ({ offset }: StoredChunk) => offset.every((at, d) => at % chunk[d]! === 0);
  const places = new Set(wanted.map(({ offset }) => offset.join()));
  if (places.size !== wanted.length || !wanted.every(isOnGrid)) throw new RangeError("chunks that overlap");
  return wanted;
}

/** Undoes the filters, last to first. */
async function unpacked(bytes: Uint8Array, filters: readonly Filter[], length: number): Promise<Uint8Array> {
  let found = bytes;
  for (const filter of [...filters].reverse())
    found = filter.kind === "deflate" ? await inflated(found, length) : unshuffled(found, filter.bytes);
  if (found.length !== length) throw new RangeError("a chunk of another length");
  return found;
}

async function inflated(bytes: Uint8Array, length: number): Promise<Uint8Array> {
  const target = new Uint8Array(length);
  let at = 0;
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream("deflate"));
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (at + value.length > length) throw new RangeError("a chunk that is too long");
      target.set(value, at);
      at += value.length;
    }
  } catch (error) {
    void reader.cancel().catch(() => {});
    throw error instanceof RangeError ? error : new RangeError("a chunk that cannot be unpacked");
  }
  return target.subarray(0, at);
}

/** The first bytes of all elements come first, then the second ones, and so on; what is left over is at the end. */
function unshuffled(bytes: Uint8Array, size: number): Uint8Array {
  if (size <= 1) return bytes;
  const count = Math.floor(bytes.length / size);
  const target = new Uint8Array(bytes.length);
  for (let b = 0; b < size; b++)
    for (let i = 0, from = b * count, to = b; i < count; i++, from++, to += size) target[to] = bytes[from]!;
  target.set(bytes.subarray(count * size), count * size);
  return target;
}

interface Sides {
  readonly shape: readonly number[];
  readonly bounds: readonly Hdf5Range[];
  readonly wanted: readonly number[];
}

interface Box {
  readonly offset: readonly number[];
  readonly sides: readonly number[];
}

/** Copies what is wanted of a box of elements; how many bytes that was. */
function copyBox(
  source: Uint8Array,
  { offset, sides }: Box,
  target: Uint8Array,
  { bounds, wanted }: Sides,
  size: number,
): number {
  const rank = sides.length;
  const from = offset.map((at, d) => Math.max(at, bounds[d]![0]));
  const until = offset.map((at, d) => Math.min(at + sides[d]!, bounds[d]![1]));
  const run = (until[rank - 1]! - from[rank - 1]!) * size;
  let copied = 0;
  const visit = (d: number, inSource: number, inTarget: number): void => {
    const [first, last] = [from[d]!, until[d]!];
    const sourceAt = (at: number) => inSource * sides[d]! + at - offset[d]!;
    const targetAt = (at: number) => inTarget * wanted[d]! + at - bounds[d]![0];
    if (d === rank - 1) {
      const start = sourceAt(first) * size;
      target.set(source.subarray(start, start + run), targetAt(first) * size);
      copied += run;
    } else for (let at = first; at < last; at++) visit(d + 1, sourceAt(at), targetAt(at));
  };
  visit(0, 0, 0);
  return copied;
}

/** From the first to behind the last byte of what is wanted, where all elements lie in one piece. */
function runIn(bounds: readonly Hdf5Range[], shape: readonly number[], size: number): [number, number] {
  const at = (corner: (range: Hdf5Range) => number) =>
    bounds.reduce((index, range, d) => index * shape[d]! + corner(range), 0);
  return [at(([start]) => start) * size, (at(([, end]) => end - 1) + 1) * size];
}

/** Copies what is wanted of a run of elements whose first one has this number. */
function copyRun(
  source: Uint8Array,
  firstElement: number,
  target: Uint8Array,
  { bounds, shape, wanted }: Sides,
  size: number,
): void {
  const rank = shape.length;
  const run = (wanted[rank - 1] ?? 1) * size;
  const visit = (d: number, index: number, inTarget: number): void => {
    if (d >= rank - 1) {
      const start = (rank === 0 ? 0 : index * shape[d]! + bounds[d]![0]) - firstElement;
      target.set(source.subarray(start * size, start * size + run), inTarget * run);
      return;
    }
    for (let i = 0; i < wanted[d]!; i++)
      visit(d + 1, index * shape[d]! + bounds[d]![0] + i, inTarget * wanted[d]! + i);
  };
  visit(0, 0, 0);
}
