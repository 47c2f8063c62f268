import { readFileSync } from "node:fs";
import { processorTime, refusal, temporaryFile } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import type { Hdf5File } from "../src/model.ts";
import { openHdf5 } from "../src/node.ts";
import { BlockCache, type SyncBytes } from "../src/volume.ts";
import { fileOf, openHere } from "./files.ts";

const ROWS = Float32Array.from({ length: 1000 }, (_, i) => i);

async function withFile<T>(name: string, use: (file: Hdf5File) => Promise<T>): Promise<T> {
  const file = await openHdf5(fileOf(name));
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

describe("chunks", () => {
  it.each(["deflate", "checked"])("reads %s whole and in parts", async (name) => {
    await withFile("stored.h5", async (file) => {
      expect((await file.read(`/${name}`))!.data).toEqual(ROWS);
      const part = await file.read(`/${name}`, {
        ranges: [
          [6, 15],
          [3, 5],
        ],
      });
      expect(Array.from(part!.data)).toEqual(
        [6, 7, 8, 9, 10, 11, 12, 13, 14].flatMap((row) => [row * 10 + 3, row * 10 + 4]),
      );
    });
  });

  it("reads unwritten parts as the fill value, and text in chunks", async () => {
    await withFile("stored.h5", async (file) => {
      expect((await file.read("/unwritten"))!.data).toEqual(new Float64Array(8).fill(-1));
      expect((await file.read("/texts", { ranges: [[62, 66]] }))!.data).toEqual([
        "text 2",
        "text 0",
        "text 1",
        "text 2",
      ]);
    });
  });

  it("names the unsupported filter", async () => {
    await withFile("stored.h5", async (file) => {
      expect(await refusal(file.read("/unknown"))).toMatch(
        /^format: .*stored\.h5 \(\/unknown\): it is compressed by the filter "lzf" \(32000\)/,
      );
    });
  });

  it("refuses a chunk that is cut or overwritten", async () => {
    const bytes = new Uint8Array(readFileSync(fileOf("stored.h5")));
    const damaged = bytes.slice();
    // Deflate's streams begin with 78 5e or 78 9c: everything after the third one's head is overwritten.
    const starts = [...bytes.keys()].filter(
      (i) => bytes[i] === 0x78 && (bytes[i + 1] === 0x5e || bytes[i + 1] === 0x9c),
    );
    for (const start of starts.slice(2, 6)) damaged.fill(0xff, start + 2, start + 20);
    const file = await openHdf5(temporaryFile("damaged.h5", damaged));
    expect(await refusal(file.read("/deflate"))).toMatch(/^format: .*\(\/deflate\)/);
    expect((await file.read("/checked"))!.data).toEqual(ROWS);
    await file.close();
  });
});

it.each(["contiguous", "chunked", "texts", "square"])(
  "refuses a claim of gigabytes that the file cannot hold: %s",
  async (name) => {
    await withFile("claims.h5", async (file) => {
      const before = process.memoryUsage().rss;
      const taken = await processorTime(async () => {
        expect(await refusal(file.read(`/${name}`, { ranges: [[0, 10]] }))).toMatch(/claims \d+ bytes/);
      });
      expect(taken).toBeLessThan(1000);
      expect(process.memoryUsage().rss - before).toBeLessThan(50e6);
    });
  },
);

describe("reading bytes", () => {
  const counting = (length: number): SyncBytes & { readonly reads: number[] } => {
    const content = Uint8Array.from({ length }, (_, i) => i % 251);
    const reads: number[] = [];
    return {
      byteLength: length,
      reads,
      read(target, position) {
        reads.push(target.length);
        const part = content.subarray(position, position + target.length);
        target.set(part);
        return part.length;
      },
      close() {},
    };
  };

  it("reads a block once, whatever small parts of it are requested", () => {
    const bytes = counting(200_000);
    const cache = new BlockCache(bytes);
    const target = new Uint8Array(100);
    for (let position = 0; position < 65_000; position += 50) {
      expect(cache.read(target, position)).toBe(100);
      expect(target[7]).toBe((position + 7) % 251);
    }
    expect(bytes.reads).toEqual([65_536]);
    expect(cache.read(target, 65_500)).toBe(100);
    expect(target[99]).toBe(65_599 % 251);
    expect(cache.read(target, 199_950)).toBe(50);
  });

  it("reads large parts without the block cache", () => {
    const bytes = counting(200_000);
    expect(new BlockCache(bytes).read(new Uint8Array(150_000), 10)).toBe(150_000);
    expect(bytes.reads).toEqual([150_000]);
  });

  it("reports bytes that cannot be read as an error", async () => {
    const content = new Uint8Array(readFileSync(fileOf("kinds.h5")));
    let isBroken = false;
    const bytes: SyncBytes = {
      byteLength: content.length,
      read(target, position) {
        if (isBroken) throw new Error("the disk is gone");
        const part = content.subarray(position, position + target.length);
        target.set(part);
        return part.length;
      },
      close() {},
    };
    const file = await openHere(bytes, "a disk");
    isBroken = true;
    // The file is smaller than a block: what was read once is still known.
    expect((await file.read("/bool"))!.data).toHaveLength(3);
    file.close();
    await expect(openHere(bytes, "a disk")).rejects.toMatchObject({ code: "format", resource: "a disk" });
  });
});
