import type { ReadBytes } from "../object-header.ts";
import { Reader } from "./bytes.ts";
import { lookAll } from "./lacking.ts";

/** Records of one tree at most. */
const MOST_RECORDS = 200_000;
/** Deeper than any tree with so many records. */
const MOST_DEPTH = 16;
/** Bytes of a node beside its records: signature, version, type, checksum. */
const OVERHEAD = 10;

/** A record of the tree, and how many bytes each has. */
export type TreeRecord = Uint8Array;

interface Level {
  /** Bytes that a count of records of a node takes, and one of a subtree's. */
  readonly countWidth: number;
  readonly totalWidth: number;
}

/**
 * The records of a tree of the format's second form ("version 2 B-tree", HDF5 file format, III.A.2), in no order.
 * @throws a RangeError where there is none.
 */
export function recordsOf(read: ReadBytes, header: number, base: number): TreeRecord[] {
  const head = new Reader(read(header, 38));
  if (!head.says("BTHD") || head.byte(4) !== 0) throw new RangeError("no tree");
  const [nodeLength, recordLength, depth] = [head.word(6), head.short(10), head.short(12)];
  const root = head.address(16);
  if (recordLength === 0 || depth > MOST_DEPTH || head.long(26) > MOST_RECORDS)
    throw new RangeError("a tree that no writer makes");
  if (root === undefined) return [];
  const levels = levelsOf(nodeLength, recordLength, depth);
  const records: TreeRecord[] = [];
  let nodes = [{ at: base + root, count: head.short(24) }];
  for (let level = depth; level >= 0 && nodes.length > 0; level--) {
    const looks = nodes.map((node) => () => nodeAt(read, node, level, recordLength, levels[level]!, base));
    const found = lookAll(...looks);
    for (const one of found) records.push(...one.records);
    if (records.length > MOST_RECORDS) throw new RangeError("too many records");
    nodes = found.flatMap(({ children }) => children);
  }
  return records;
}

interface Node {
  readonly at: number;
  readonly count: number;
}

function nodeAt(
  read: ReadBytes,
  { at, count }: Node,
  level: number,
  recordLength: number,
  { countWidth, totalWidth }: Level,
  base: number,
) {
  const pointerLength = 8 + countWidth + totalWidth;
  const length = 6 + count * recordLength + (level > 0 ? (count + 1) * pointerLength : 0);
  const bytes = read(at, length);
  const reader = new Reader(bytes);
  if (!reader.says(level > 0 ? "BTIN" : "BTLF") || bytes.length < length)
    throw new RangeError("no node of a tree");
  const records = Array.from({ length: count }, (_, i) =>
    bytes.subarray(6 + i * recordLength, 6 + (i + 1) * recordLength),
  );
  if (level === 0) return { records, children: [] };
  const first = 6 + count * recordLength;
  const children = Array.from({ length: count + 1 }, (_, i): Node => {
    const pointer = first + i * pointerLength;
    return { at: base + reader.long(pointer), count: reader.unsigned(pointer + 8, countWidth) };
  });
  return { records, children };
}

/** How wide counts are in the nodes of each level; those of leaves come first. */
function levelsOf(nodeLength: number, recordLength: number, depth: number): Level[] {
  const inLeaf = Math.floor((nodeLength - OVERHEAD) / recordLength);
  const countWidth = widthOf(inLeaf);
  const levels: Level[] = [{ countWidth, totalWidth: 0 }];
  for (let level = 1, most = inLeaf, totalWidth = 0; level <= depth; level++) {
    levels.push({ countWidth, totalWidth });
    const pointer = 8 + countWidth + totalWidth;
    const own = Math.floor((nodeLength - OVERHEAD - pointer) / (recordLength + pointer));
    most = (own + 1) * most + own;
    totalWidth = widthOf(most);
  }
  return levels;
}

/** Bytes that the format takes for numbers up to this one. */
export function widthOf(most: number): number {
  return Math.floor(Math.floor(Math.log2(Math.max(1, most))) / 8) + 1;
}
