import { gunzipSync } from "node:zlib";
import { memoryDataFile } from "@ecephys/files";
import { type FuzzTarget, fuzz } from "@ecephys/fixtures/testing";
import { expect, it } from "vitest";
import { openMovie, readTiff } from "../../src/arrays/index.ts";
import { makeNpy } from "../arrays/make-npy.ts";
import { bytesOf } from "../files.ts";

const data = Uint8Array.from({ length: 96 }, (_, i) => i);
const npys = ["|u1", "<i2", ">f4", "<f8", "<f2", "|b1", ">i8"].map((descr) => {
  const size = Number(descr.at(-1));
  const shape = [2, 3, 96 / 6 / size];
  return makeNpy({ descr, shape, data, fortranOrder: descr === ">f4", version: descr === "<f8" ? 2 : 1 });
});
const tiffs = JSON.parse(new TextDecoder().decode(gunzipSync(bytesOf("tiffs.json.gz")))) as {
  file: string;
}[];

const npy: FuzzTarget = {
  name: "npy",
  files: npys,
  tokens: ["'descr'", "'<f8'", "'>i8'", "'|O'", "True", "False", "(", ")", "999999999", ", ", "}", "\n"],
  async read(bytes, random) {
    const movie = await openMovie(memoryDataFile("movie.npy", bytes));
    const { shape, data } = random.below(2) === 0 ? await movie.read() : await movie.frame(0);
    expect(data).toHaveLength(shape.reduce((product, length) => product * length, 1));
    expect(data.byteLength).toBeLessThanOrEqual(8 * bytes.length);
  },
};

const tiff: FuzzTarget = {
  name: "TIFF",
  files: tiffs.map(({ file }) => Uint8Array.from(Buffer.from(file, "base64"))),
  async read(bytes) {
    const { shape, data } = await readTiff(bytes);
    expect(data).toHaveLength(shape.reduce((product, length) => product * length, 1));
  },
};

it.each([npy, tiff])("reads or refuses a damaged $name, in time and memory", async (target) => {
  const { failures, read, refused, inputs } = await fuzz(target, {
    inputs: 500,
    milliseconds: 3000,
    bytes: 400e6,
  });
  expect(failures).toEqual([]);
  for (const outcome of [read, refused]) expect(outcome).toBeGreaterThan(inputs / 50);
});
