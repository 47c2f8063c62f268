import type { ReadBytes } from "../object-header.ts";
import { Reader } from "./bytes.ts";
import { lookAll } from "./lacking.ts";
import { recordsOf, widthOf } from "./tree-v2.ts";

const HEADER = 142;
/** Rows of blocks at most; the last ones of more are larger than any file. */
const MOST_ROWS = 64;
const MOST_BLOCKS = 10_000;

/** A heap of objects of any length ("fractal heap", HDF5 file format, III.G). */
interface Heap {
  readonly width: number;
  readonly first: number;
  readonly largest: number;
  readonly offsetWidth: number;
  readonly lengthWidth: number;
  readonly root: number;
  readonly rows: number;
}

/** Objects that lie in one piece of the file: from `offset` of the heap on. */
interface Block {
  readonly at: number;
  readonly offset: number;
  readonly length: number;
}

/**
 * The messages of links that a group does not keep in its header.
 * @param heap Position of the heap that holds them.
 * @param tree Position of the tree that finds them by their names.
 * @throws a RangeError where they are none, or are kept in another way.
 */
export function denseLinks(read: ReadBytes, heap: number, tree: number, base: number): Uint8Array[] {
  const [blocks, records, { lengthWidth, offsetWidth }] = lookAll(
    () => blocksOf(read, heapAt(read, heap, base), base),
    () => recordsOf(read, tree, base),
    () => heapAt(read, heap, base),
  );
  const sorted = blocks.sort((a, b) => a.offset - b.offset);
  // A hash of the name, and where in the heap the link lies.
  const looks = records.map((record) => () => {
    const reader = new Reader(record);
    if (reader.byte(4) !== 0) throw new RangeError("an object that is not in a block");
    const offset = reader.unsigned(5, offsetWidth);
    const length = reader.unsigned(5 + offsetWidth, lengthWidth);
    const block = sorted.findLast((one) => one.offset <= offset);
    if (block === undefined || offset + length > block.offset + block.length)
      throw new RangeError("an object outside of the heap");
    return read(block.at + offset - block.offset, length);
  });
  return lookAll(...looks);
}

function heapAt(read: ReadBytes, position: number, base: number): Heap {
  const reader = new Reader(read(position, HEADER));
  if (!reader.says("FRHP") || reader.byte(4) !== 0 || reader.short(7) !== 0)
    throw new RangeError("another form of heap");
  const root = reader.address(132);
  if (root === undefined) throw new RangeError("an empty heap");
  const largest = reader.long(120);
  return {
    width: reader.short(110),
    first: reader.long(112),
    largest,
    offsetWidth: Math.ceil(reader.short(128) / 8),
    lengthWidth: widthOf(Math.min(largest, reader.word(10))),
    root: base + root,
    rows: reader.short(140),
  };
}

function blocksOf(read: ReadBytes, heap: Heap, base: number): Block[] {
  if (heap.rows === 0) return [{ at: heap.root, offset: 0, length: heap.first }];
  const lastOfObjects = Math.log2(heap.largest / heap.first) + 2;
  if (heap.rows > Math.min(MOST_ROWS, lastOfObjects) || heap.width * heap.rows > MOST_BLOCKS)
    throw new RangeError("a heap that no group has");
  const first = 13 + heap.offsetWidth;
  const bytes = read(heap.root, first + heap.rows * heap.width * 8);
  const reader = new Reader(bytes);
  if (!reader.says("FHIB")) throw new RangeError("no index of a heap");
  const blocks: Block[] = [];
  let offset = 0;
  for (let row = 0; row < heap.rows; row++) {
    const length = heap.first * 2 ** Math.max(0, row - 1);
    for (let i = 0; i < heap.width; i++, offset += length) {
      const at = reader.address(first + (row * heap.width + i) * 8);
      if (at !== undefined) blocks.push({ at: base + at, offset, length });
    }
  }
  return blocks;
}
