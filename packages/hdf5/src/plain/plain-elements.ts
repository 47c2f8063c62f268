import { clamp, pause } from "@ecephys/files/internal";
import type { Hdf5Range, Hdf5Type } from "../model.ts";
import type { ReadBytes } from "../object-header.ts";
import { chunksOf, type StoredChunk } from "../plan/chunks.ts";
import type { Inflate } from "./inflate.ts";
import type { Filter, PlainDataset } from "./plain-dataset.ts";
import { whole } from "./plain-header.ts";

/** Bytes that are read and unpacked here at most; of more a worker does not make others wait. */
const MOST_BYTES = 8 * 2 ** 20;
/** Elements that are no numbers, of which each becomes a value. */
const MOST_VALUES = 1 << 17;
/** Bytes of the chunks that they lie in, of which little may be wanted of each. */
const MOST_HELD = 2 * MOST_BYTES;

/** Bytes of a piece of a dataset that is used piece by piece. */
const PIECE = 1 << 18;

/** What elements are read with. */
export interface ElementReader {
  readonly read: ReadBytes;
  readonly inflate: Inflate;
}

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
  const isNumber = isOfNumbers(type.type);
  if (!(count * type.bytes <= MOST_BYTES) || (!isNumber && count > MOST_VALUES))
    throw new RangeError("too much");
  return { shape: wanted, count, bounds };
}

function isOfNumbers(type: Hdf5Type): boolean {
  if (type.kind === "compound") return type.members.every((member) => isOfNumbers(member.type));
  return type.kind === "integer" || type.kind === "float";
}

/**
 * Elements of a dataset in C order.
 * @throws a RangeError where they are too many, or some were never written, or cannot be unpacked.
 */
export async function plainElements(
  { inflate, read }: ElementReader,
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
    const stored = chunks.map((chunk) => whole(read, chunk.start, chunk.length));
    let copied = 0;
    for (const [i, { offset }] of chunks.entries()) {
      await pause();
      const bytes = await unpacked(stored[i]!, dataset.filters, length, inflate);
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
  { inflate, read }: ElementReader,
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
      await pause();
      const until = Math.min(end, row + step);
      use(runOfBytes(read, dataset, row * type.bytes, until * type.bytes), row - first);
    }
    return;
  }
  const { chunks, length } = chunksFor(read, dataset, bounds);
  const [height] = layout.chunk;
  const runs = dataset.filters.length > 0 ? chunks.map((chunk) => [chunk]) : neighbours(chunks, height!);
  let used = 0;
  for (const run of runs) {
    await pause();
    const top = run[0]!.offset[0]!;
    const stored = whole(
      read,
      run[0]!.start,
      run.reduce((sum, chunk) => sum + chunk.length, 0),
    );
    const bytes = await unpacked(stored, dataset.filters, length * run.length, inflate);
    const [from, until] = [Math.max(first, top), Math.min(end, top + height! * run.length)];
    use(bytes.subarray((from - top) * type.bytes, (until - top) * type.bytes), from - first);
    used += until - from;
  }
  if (used !== count) throw new RangeError("chunks that were never written");
}

/** Chunks in one row that lie one behind the other in the file as in the dataset, up to a piece of them together. */
function neighbours(chunks: readonly StoredChunk[], height: number): StoredChunk[][] {
  const runs: StoredChunk[][] = [];
  for (const chunk of chunks) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const isNext =
      last && chunk.start === last.start + last.length && chunk.offset[0] === last.offset[0]! + height;
    if (isNext && (run!.length + 1) * chunk.length <= PIECE) run!.push(chunk);
    else runs.push([chunk]);
  }
  return runs;
}

/** The bytes of elements from one position in the dataset to another, where they lie in one piece. */
function runOfBytes(
  read: ReadBytes,
  { compact, layout }: PlainDataset,
  from: number,
  to: number,
): Uint8Array {
  if (compact) return compact.subarray(from, to);
  if (layout.kind !== "contiguous") throw new RangeError("elements that were never written");
  return whole(read, layout.start + from, to - from);
}

/** The chunks that hold a part, and the bytes of each when it is unpacked. */
function chunksFor(
  read: ReadBytes,
  { filters, layout, type }: PlainDataset,
  bounds: readonly Hdf5Range[],
): { readonly chunks: readonly StoredChunk[]; readonly length: number } {
  if (layout.kind !== "chunked") throw new RangeError("no chunks");
  const length = layout.chunk.reduce((product, side) => product * side, type.bytes);
  if (!(length <= MOST_BYTES)) throw new RangeError("another chunk");
  const chunks = chunksIn(read, layout.tree, layout.chunk, bounds);
  const held = chunks.reduce((sum, chunk) => sum + Math.max(chunk.length, length), 0);
  if (held > MOST_HELD) throw new RangeError("too much");
  if (filters.length === 0 && chunks.some((chunk) => chunk.length !== length))
    throw new RangeError("a chunk of another length");
  return { chunks, length };
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
async function unpacked(
  bytes: Uint8Array,
  filters: readonly Filter[],
  length: number,
  inflate: Inflate,
): Promise<Uint8Array> {
  let found = bytes;
  for (const filter of [...filters].reverse())
    found = filter.kind === "deflate" ? await inflate(found, length) : unshuffled(found, filter.bytes);
  if (found.length !== length) throw new RangeError("a chunk of another length");
  return found;
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
