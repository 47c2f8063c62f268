import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { memoryDataFile } from "@ecephys/files";
import { describe, expect, it } from "vitest";
import { readNpy, readTiff } from "../../src/arrays/index.ts";
import { bytesOf } from "../files.ts";
import { makeNpy } from "./make-npy.ts";
import { makeTiff } from "./make-tiff.ts";

interface Known {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** As tifffile reads them; infinities and NaN as text. */
  readonly values: readonly (number | string)[];
  readonly file: string;
}

/** Made by `files/make_tiffs.py`. */
const known = JSON.parse(new TextDecoder().decode(gunzipSync(bytesOf("tiffs.json.gz")))) as readonly Known[];

it("reads every depth, order, number of samples and compression as tifffile does", async () => {
  expect(known.length).toBeGreaterThan(150);
  const wrong: string[] = [];
  for (const { name, shape, values, file } of known) {
    const image = await readTiff(Buffer.from(file, "base64"), { location: name });
    const isEqual = values.every((value, i) => Object.is(Number(value), image.data[i]));
    if (!isEqual || String(image.shape) !== String(shape)) wrong.push(`${name}: ${image.data.slice(0, 5)}`);
  }
  expect(wrong).toEqual([]);
});

it("leaves the caller's bytes as they are, also those of a Buffer", async () => {
  const big = known.find(({ name }) => name.startsWith("u4be {'tile'"))!;
  const buffer = Buffer.from(big.file, "base64");
  const before = Uint8Array.from(buffer);
  expect(Array.from((await readTiff(buffer)).data)).toEqual(big.values);
  expect(Uint8Array.from(buffer)).toEqual(before);
  const data = Uint8Array.of(0, 1, 0, 2, 0, 3, 0, 4);
  const npy = Buffer.from(makeNpy({ descr: ">i2", shape: [2, 2], fortranOrder: true, data }));
  const source = memoryDataFile("movie.npy", npy).source();
  expect((await readNpy(await source)).data).toEqual(Int16Array.of(1, 3, 2, 4));
  expect(npy.at(-1)).toBe(4);
});

it("reads LZW as it was until 1988", async () => {
  const { data, shape } = await readTiff(bytesOf("old-lzw.tif"));
  expect(shape).toEqual([384, 512, 3]);
  expect(data).toBeInstanceOf(Uint8Array);
  expect(
    createHash("sha256")
      .update(data as Uint8Array)
      .digest("hex")
      .slice(0, 16),
  ).toBe("cd515a3f3a51ac88");
});

it("reads signed integers that are no whole bytes", async () => {
  const pages = [Uint8Array.of(0x80, 0x7f, 0xfe)];
  const image = await readTiff(makeTiff({ width: 2, height: 1, bits: 12, sampleFormat: 2, pages }));
  expect(image.data).toEqual(Int16Array.of(-2041, -2));
});

describe("an encoding that is not supported", () => {
  const base = { width: 4, height: 3, pages: [new Uint8Array(72)] };
  it.each([
    ["CCITT Group 4", { fields: { 259: [4] } }, /its compression, CCITT Group 4 fax \(4\), is not supported/],
    ["JPEG", { fields: { 259: [7] } }, /its compression, JPEG \(7\), is not supported/],
    [
      "a compression of no name",
      { fields: { 259: [4242] } },
      /its compression, number 4242, is not supported/,
    ],
    ["24 bits", { bits: 24 }, /samples of 24 bits that are unsigned integers are not supported/],
    [
      "floats of 24 bits",
      { bits: 24, sampleFormat: 3 },
      /samples of 24 bits that are floating-point numbers/,
    ],
    ["complex numbers", { bits: 64, sampleFormat: 6 }, /that are complex numbers are not supported/],
    [
      "5, 6 and 5 bits",
      { samples: 3, fields: { 258: [5, 6, 5] } },
      /samples of 5, 6, 5 bits together are not/,
    ],
    ["fewer colours than pixels", { samples: 3, fields: { 262: [6] } }, /YCbCr\) are not supported/],
    [
      "a predictor of no name",
      { compression: "lzw", fields: { 317: [7] } },
      /predictor 7 is here not supported/,
    ],
  ] as const)("is named: %s", async (_, parts, message) => {
    const reading = readTiff(makeTiff({ ...base, ...parts } as Parameters<typeof makeTiff>[0]));
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(/Save it uncompressed/);
    await expect(reading).rejects.not.toThrow(/damaged/);
  });
});

it("stops unpacking where the image is complete, whatever more is packed", async () => {
  const bomb = makeTiff({
    width: 1000,
    height: 1000,
    pages: [new Uint8Array(1e6)],
    compression: "deflate",
    fields: { 256: [3], 257: [2], 278: [2] },
  });
  expect((await readTiff(bomb)).data).toEqual(new Uint8Array(6));
});
