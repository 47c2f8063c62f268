import type { Hdf5Range } from "../model.ts";
import type { ReadBytes } from "../object-header.ts";
import { Reader } from "./bytes.ts";

/** Chunks that are looked up for one read at most. */
const MOST_CHUNKS = 100_000;

/** Where a chunk lies in the file. */
export interface StoredChunk {
  readonly start: number;
  readonly length: number;
  /** Position of its first element in the dataset. */
  readonly offset: readonly number[];
  /** Whether it went through all of the dataset's filters. */
  readonly isWhole: boolean;
}

/**
 * The chunks that hold some rows of a dataset, from the tree that indexes them.
 * @param lacking Called with what a node throws that cannot be read; its chunks are left out.
 */
export function chunksOf(
  read: ReadBytes,
  root: number,
  base: number,
  chunk: readonly number[],
  rows: Hdf5Range,
  lacking: (error: unknown) => void,
): StoredChunk[] {
  const chunks: StoredChunk[] = [];
  const keyLength = 8 + 8 * (chunk.length + 1);
  const height = chunk[0] ?? 1;
  const nodes = [root];
  for (let at = 0; at < nodes.length && chunks.length < MOST_CHUNKS; at++) {
    try {
      visit(nodes[at]!);
    } catch (error) {
      lacking(error);
    }
  }
  return chunks;

  function visit(node: number): void {
    const head = new Reader(read(node, 24));
    if (!head.says("TREE") || head.byte(4) !== 1) throw new RangeError("no tree of chunks");
    const [level, count] = [head.byte(5), head.short(6)];
    const entries = new Reader(read(node + 24, count * (keyLength + 8) + keyLength));
    const firstRow = (i: number) => entries.long(i * (keyLength + 8) + 8);
    for (let i = 0; i < count; i++) {
      const at = i * (keyLength + 8);
      // The next key is where this subtree ends, in the order of rows.
      const end = level === 0 ? firstRow(i) + height : firstRow(i + 1) + height;
      if (firstRow(i) >= rows[1] || end <= rows[0]) continue;
      const child = base + entries.long(at + keyLength);
      if (level > 0) {
        if (nodes.length >= MOST_CHUNKS) throw new RangeError("too many nodes");
        nodes.push(child);
      } else {
        const offset = chunk.map((_, d) => entries.long(at + 8 + 8 * d));
        chunks.push({ start: child, length: entries.word(at), offset, isWhole: entries.word(at + 4) === 0 });
      }
    }
  }
}
