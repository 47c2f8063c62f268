import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { headerMessages, type ReadBytes } from "../src/object-header.ts";
import { chunksIn } from "../src/plan/chunk-index.ts";
import { membersOf, superblock } from "../src/plan/members.ts";
import { storedDataset } from "../src/plan/stored-dataset.ts";
import { bytesOf } from "./files.ts";

const file = bytesOf("indexes.h5");
const read: ReadBytes = (position, length) => file.subarray(position, position + length);
const start = superblock(read);
const { base, root } = start;
const members = membersOf(read, headerMessages(read, root, base), start);
const fail = (error: unknown) => {
  throw error;
};

/** Chunks of a dataset, and its shape. */
function chunksOf(
  name: string,
  rows: readonly [number, number] = [0, Number.POSITIVE_INFINITY],
  from = read,
) {
  const { isFiltered, layout, shape } = storedDataset(
    headerMessages(from, members.get(name) as number, base),
    base,
  );
  if (layout.kind !== "indexed") throw new Error(`${name} has no index of chunks`);
  const bytes = layout.chunk.reduce((product, side) => product * side, 2);
  const chunks = chunksIn(from, { ...layout, bytes, isFiltered, shape }, base, rows, fail);
  return { chunk: layout.chunk, chunks, isFiltered, kind: layout.index.kind, shape };
}

const NAMES = [...members.keys()].filter((name) => !["members", "sparse"].includes(name));

describe("chunks in the ways of the format's newer versions", () => {
  it.each(NAMES)("are found where they lie: %s", (name) => {
    const { chunk, chunks, isFiltered, shape } = chunksOf(name);
    const counts = shape.map((length, d) => Math.ceil(length / chunk[d]!));
    expect(chunks).toHaveLength(counts.reduce((product, count) => product * count, 1));
    for (const { isWhole, length, offset, start } of chunks) {
      const stored = read(start, length);
      const [low, high] = isFiltered ? inflateSync(stored) : stored;
      const number = offset.reduce((sum, at, d) => sum * shape[d]! + at, 0);
      expect([low! + 256 * high!, isWhole]).toEqual([number % 2 ** 16, true]);
    }
  });

  it("are of all kinds", () => {
    const kinds = new Set(NAMES.map((name) => chunksOf(name).kind));
    expect([...kinds].sort()).toEqual(["extensible", "fixed", "implicit", "single", "tree-v2"]);
  });

  it("are left out where none was written, and where they hold other rows", () => {
    expect(chunksOf("sparse").chunks.map(({ offset }) => offset)).toEqual([[500], [510]]);
    expect(chunksOf("sparse", [505, 506]).chunks.map(({ offset }) => offset)).toEqual([[500]]);
    expect(chunksOf("growing both ways", [3, 5]).chunks).toHaveLength(2 * 17);
  });

  it("of a damaged file are refused, or others, but never hang", () => {
    for (let seed = 1; seed < 300; seed++) {
      const name = NAMES[seed % NAMES.length]!;
      const damaged: ReadBytes = (position, length) => {
        const bytes = file.slice(position, position + length);
        bytes[(seed * 7919) % Math.max(1, bytes.length)]! ^= 1 << (seed % 8);
        return bytes;
      };
      try {
        expect(chunksOf(name, undefined, damaged).chunks.length).toBeLessThan(200_000);
      } catch (error) {
        expect(String(error)).toMatch(/RangeError|has no index of chunks|no dataset/);
      }
    }
  });
});

it("finds the members of a group that does not keep them in its header", () => {
  const found = membersOf(read, headerMessages(read, members.get("members") as number, base), start);
  const names = Array.from({ length: 400 }, (_, i) => `a member with a rather long name, number ${i}`);
  expect([...found.keys()].sort()).toEqual(names.sort());
  for (const position of found.values())
    expect(headerMessages(read, position as number, base)).not.toEqual([]);
});
