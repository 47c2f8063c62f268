import type { Hdf5Range } from "../model.ts";
import type { ReadBytes } from "../object-header.ts";
import { Reader } from "./bytes.ts";

/** Chunks that are looked up for one read at most. */
export const MOST_CHUNKS = 100_000;
/** Children of a node at most, as the library takes them where a file does not say it. */
const MOST_CHILDREN = 64;

const HEAD = 24;

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
  const nodes: Node[] = [{ position: root, level: undefined, from: undefined, until: undefined }];
  for (let at = 0; at < nodes.length && chunks.length < MOST_CHUNKS; at++) {
    try {
      visit(nodes[at]!);
    } catch (error) {
      lacking(error);
    }
  }
  return chunks;

  function visit(node: Node): void {
    // Also what is free of it has its place in the file.
    const length = HEAD + MOST_CHILDREN * (keyLength + 8) + keyLength;
    const bytes = read(node.position, length);
    const head = new Reader(bytes);
    const [level, count] = [head.byte(5), head.short(6)];
    const isKnown = head.says("TREE") && head.byte(4) === 1 && bytes.length === length;
    if (!isKnown || count === 0 || count > MOST_CHILDREN || level !== (node.level ?? level))
      throw new RangeError("no tree of chunks");
    const entries = new Reader(bytes.subarray(HEAD));
    const keyOf = (i: number) =>
      Array.from({ length: chunk.length + 1 }, (_, d) => entries.long(i * (keyLength + 8) + 8 + 8 * d));
    const keys = Array.from({ length: count + 1 }, (_, i) => keyOf(i));
    checkKeys(keys, node);
    for (let i = 0; i < count; i++) {
      const at = i * (keyLength + 8);
      const [key, next] = [keys[i]!, keys[i + 1]!];
      // The next key is where this subtree ends, in the order of rows.
      const end = level === 0 ? key[0]! + height : next[0]! + height;
      if (key[0]! >= rows[1] || end <= rows[0]) continue;
      const position = base + entries.long(at + keyLength);
      if (level > 0) {
        if (nodes.length >= MOST_CHUNKS) throw new RangeError("too many nodes");
        nodes.push({ position, level: level - 1, from: key, until: next });
      } else {
        const offset = key.slice(0, -1);
        chunks.push({
          start: position,
          length: entries.word(at),
          offset,
          isWhole: entries.word(at + 4) === 0,
        });
      }
    }
  }
}

type Key = readonly number[];

/** A node of the tree, and between which chunks its own are, as the one above says. */
interface Node {
  readonly position: number;
  readonly level: number | undefined;
  readonly from: Key | undefined;
  readonly until: Key | undefined;
}

/** The library finds a chunk only where all are in order. */
function checkKeys(keys: readonly Key[], { from, until }: Node): void {
  const isInOrder = keys.every((key, i) => i === 0 || isBefore(keys[i - 1]!, key));
  const isInPlace = (given: Key | undefined, own: Key) =>
    given === undefined || given.every((x, d) => x === own[d]);
  if (!isInOrder || !isInPlace(from, keys[0]!) || !isInPlace(until, keys.at(-1)!))
    throw new RangeError("chunks that are not in order");
}

function isBefore(a: Key, b: Key): boolean {
  const d = a.findIndex((x, i) => x !== b[i]);
  return d >= 0 && a[d]! < b[d]!;
}
