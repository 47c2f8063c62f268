import { isEcephysError } from "@ecephys/files";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTiff } from "../../src/arrays/index.ts";
import { pack } from "./make-npy.ts";
import { type Compression, makeTiff, type TiffParts } from "./make-tiff.ts";

type NumberArray = { readonly BYTES_PER_ELEMENT: number };
type Write = (view: DataView, at: number, value: number, little: boolean) => void;

const KINDS: [string, number, number, Write, NumberArray][] = [
  ["uint8", 8, 1, (v, at, x) => v.setUint8(at, x), Uint8Array],
  ["int8", 8, 2, (v, at, x) => v.setInt8(at, x), Int8Array],
  ["uint16", 16, 1, (v, at, x, le) => v.setUint16(at, x, le), Uint16Array],
  ["int16", 16, 2, (v, at, x, le) => v.setInt16(at, x, le), Int16Array],
  ["uint32", 32, 1, (v, at, x, le) => v.setUint32(at, x, le), Uint32Array],
  ["int32", 32, 2, (v, at, x, le) => v.setInt32(at, x, le), Int32Array],
  ["float32", 32, 3, (v, at, x, le) => v.setFloat32(at, x, le), Float32Array],
  ["float64", 64, 3, (v, at, x, le) => v.setFloat64(at, x, le), Float64Array],
];

const layouts = fc.record({
  width: fc.integer({ min: 1, max: 9 }),
  height: fc.integer({ min: 1, max: 9 }),
  samples: fc.constantFrom(1, 3),
  littleEndian: fc.boolean(),
  big: fc.boolean(),
  rowsPerStrip: fc.integer({ min: 1, max: 9 }),
  compression: fc.constantFrom<Compression>("none", "lzw", "deflate", "packbits"),
});

describe.each(KINDS)("images of %s", (_, bits, sampleFormat, write, Expected) => {
  it("come back as they were written, in any layout", async () => {
    await fc.assert(
      fc.asyncProperty(layouts, async (layout) => {
        const { width, height, samples, littleEndian } = layout;
        const values = Array.from({ length: width * height * samples }, (_, i) => (i * 37) % 128);
        const page = pack(values, bits / 8, (view, at, x) => write(view, at, x, littleEndian));
        const image = await readTiff(makeTiff({ ...layout, bits, sampleFormat, pages: [page] }));
        expect(image.dims).toEqual(samples === 1 ? ["row", "column"] : ["row", "column", "channel"]);
        expect(image.shape).toEqual(samples === 1 ? [height, width] : [height, width, samples]);
        expect(image.data).toBeInstanceOf(Expected);
        expect([...image.data]).toEqual(values);
      }),
      { numRuns: 60 },
    );
  });
});

const SMALL: TiffParts = { width: 4, height: 3, pages: [Uint8Array.from({ length: 12 }, (_, i) => i + 1)] };

describe("readTiff", () => {
  it("undoes a predictor and tiles", async () => {
    const differences = Uint8Array.from([1, 1, 1, 1, 5, 1, 1, 1, 9, 1, 1, 1]);
    const predicted = await readTiff(
      makeTiff({ ...SMALL, pages: [differences], compression: "deflate", fields: { 317: [2] } }),
    );
    expect([...predicted.data]).toEqual([...SMALL.pages[0]!]);
    const tile = Uint8Array.from({ length: 256 }, (_, i) => i);
    const tiled = await readTiff(
      makeTiff({
        width: 16,
        height: 16,
        pages: [tile],
        fields: {
          273: undefined,
          278: undefined,
          279: undefined,
          322: [16],
          323: [16],
          324: [8],
          325: [256],
        },
      }),
    );
    expect([...tiled.data]).toEqual([...tile]);
  });

  it("unpacks planes and bits", async () => {
    const planes = Uint8Array.from({ length: 12 }, (_, i) => i);
    const fields = { 257: [2], 258: [8, 8, 8], 277: [3], 278: [2], 284: [2], 339: [1, 1, 1] };
    const colours = await readTiff(
      makeTiff({ width: 2, height: 6, rowsPerStrip: 2, pages: [planes], fields }),
    );
    expect(colours.shape).toEqual([2, 2, 3]);
    expect([...colours.data]).toEqual([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]);
    const bits = (depth: number, width: number, ...bytes: number[]) =>
      readTiff(makeTiff({ width, height: 1, bits: depth, pages: [Uint8Array.from(bytes)] }));
    expect([...(await bits(1, 10, 0b10110010, 0b01000000)).data]).toEqual([1, 0, 1, 1, 0, 0, 1, 0, 0, 1]);
    expect([...(await bits(4, 3, 0x1f, 0xa0)).data]).toEqual([1, 15, 10]);
    expect([...(await bits(12, 2, 0xab, 0xc1, 0x23)).data]).toEqual([0xabc, 0x123]);
  });

  it("stacks pages, and leaves out reduced copies", async () => {
    const stack = await readTiff(makeTiff({ ...SMALL, pages: [SMALL.pages[0]!, new Uint8Array(12)] }));
    expect(stack.dims).toEqual(["page", "row", "column"]);
    expect(stack.at(0, 2, 3)).toBe(12);
    await expect(readTiff(makeTiff({ ...SMALL, fields: { 254: [1] } }))).rejects.toThrow(
      /no image of full size/,
    );
  });

  it("is the caller's to stop", async () => {
    const reading = readTiff(makeTiff(SMALL), { signal: AbortSignal.abort(new Error("enough")) });
    await expect(reading).rejects.toThrow("enough");
  });

  const good = makeTiff(SMALL);
  it.each([
    ["nothing", new Uint8Array(), /it is empty/],
    ["a web page", new TextEncoder().encode("<!doctype html>"), /does not start like a TIFF/],
    ["the beginning of one", good.slice(0, 6), /points to byte 8, but ends at 6/],
    ["a cut directory", good.slice(0, -5), /but ends at/],
    ["no directory", makeTiff({ ...SMALL, pages: [] }), /holds no image/],
    ["a cycle of directories", makeTiff({ ...SMALL, next: 20 }), /cycle/],
    ["an image without pixels", makeTiff({ ...SMALL, fields: { 256: [0] } }), /an image of 0 × 3/],
    [
      "a claim beyond the file",
      makeTiff({ ...SMALL, fields: { 256: [1e5], 257: [1e5], 278: [1e5] } }),
      /do not fit in/,
    ],
    [
      "a packed claim beyond the file",
      makeTiff({ ...SMALL, compression: "deflate", fields: { 256: [1e5], 257: [1e5], 278: [1e5] } }),
      /do not fit in/,
    ],
    [
      "strips that are too few",
      makeTiff({ ...SMALL, fields: { 278: [1] } }),
      /1 strips, but the image needs 3/,
    ],
    ["a strip that is too short", makeTiff({ ...SMALL, fields: { 279: [11] } }), /strip 0 holds 11 of 12/],
    [
      "a strip beyond the end",
      makeTiff({ ...SMALL, fields: { 273: [1e6] } }),
      /strip 0 extends beyond the end of the file/,
    ],
    [
      "samples that are no numbers",
      makeTiff({ ...SMALL, fields: { 339: [4] } }),
      /that are an undefined format are not supported/,
    ],
    [
      "samples of many widths",
      makeTiff({ ...SMALL, fields: { 258: [8, 16] } }),
      /samples of 8, 16 bits together/,
    ],
    ["an unknown compression", makeTiff({ ...SMALL, fields: { 259: [4242] } }), /4242, is not supported/],
    ["bad deflate", makeTiff({ ...SMALL, fields: { 259: [8] } }), /cannot be decompressed/],
    [
      "packed pixels that are too few",
      makeTiff({ ...SMALL, height: 2, compression: "deflate", fields: { 257: [3], 278: [3] } }),
      /decompressed/,
    ],
  ])("refuses %s", async (_, bytes, message) => {
    const reading = readTiff(bytes, { location: "scene.tiff" });
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toSatisfy((error) => isEcephysError(error, "format"));
    await expect(reading).rejects.toThrow(/scene\.tiff/);
  });

  it.each<Compression>(["none", "lzw", "deflate", "packbits"])(
    "gives a typed error or every value, whatever the bytes are (%s)",
    async (compression) => {
      const file = makeTiff({
        ...SMALL,
        pages: [SMALL.pages[0]!, SMALL.pages[0]!],
        rowsPerStrip: 2,
        compression,
      });
      const edits = fc.array(fc.record({ at: fc.nat(file.length - 1), to: fc.nat(255) }), { maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(edits, fc.nat(file.length), fc.boolean(), async (changes, cut, whole) => {
          const bytes = whole ? file.slice() : file.slice(0, cut);
          for (const { at, to } of changes) if (at < bytes.length) bytes[at] = to;
          const read = await readTiff(bytes).catch((error: unknown) => error);
          if (isEcephysError(read, "format")) return;
          const { shape, data } = read as Awaited<ReturnType<typeof readTiff>>;
          expect(data.length).toBe(shape.reduce((product, length) => product * length, 1));
          expect(data.byteLength).toBeLessThanOrEqual(8 * 4096 * bytes.length);
        }),
        { numRuns: 1000 },
      );
    },
  );
});
