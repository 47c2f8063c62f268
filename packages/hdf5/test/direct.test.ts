import { closeSync, openSync, statSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { temporaryDirectory } from "@ecephys/fixtures/testing";
import fc from "fast-check";
import { File, ready } from "h5wasm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { byteOffsetOf, elementSize, runOf } from "../src/extent.ts";
import type { Hdf5Dataset, Hdf5File } from "../src/model.ts";
import { openHdf5 } from "../src/node.ts";

const ROWS = 30_000;
const COLUMNS = 7;
const values = Float64Array.from({ length: ROWS * COLUMNS }, (_, i) => Math.sin(i));
let path: string;
let file: Hdf5File;

beforeAll(async () => {
  const { FS } = await ready;
  const made = new File("/direct.h5", "w");
  const shape = [ROWS, COLUMNS];
  made.create_dataset({ name: "plain", data: values, shape });
  made.create_dataset({ name: "chunked", data: values, shape, chunks: [1000, COLUMNS], compression: 1 });
  made.create_dataset({ name: "zeros", data: new Float64Array(ROWS * COLUMNS), shape });
  made.create_dataset({ name: "integers", data: Int32Array.from(values, (value) => value * 1e6), shape });
  made.close();
  path = `${temporaryDirectory()}/direct.h5`;
  writeFileSync(path, FS.readFile("/direct.h5"));
  file = await openHdf5(path);
});
afterAll(() => file.close());

/** Whether two arrays of a type have the same bytes, which takes far less time to see than `toEqual` does. */
function isSame(one: unknown, other: unknown): boolean {
  if (!ArrayBuffer.isView(one) || !ArrayBuffer.isView(other) || one.constructor !== other.constructor)
    return false;
  const bytes = ({ buffer, byteLength, byteOffset }: ArrayBufferView) =>
    Buffer.from(buffer, byteOffset, byteLength);
  return bytes(one).equals(bytes(other));
}

it.each(["plain", "chunked", "zeros", "integers"])(
  "reads %s as a worker does, whatever the ranges",
  async (name) => {
    const bound = (most: number) => fc.integer({ min: 0, max: most });
    const range = (most: number) =>
      fc.tuple(bound(most), bound(most)).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
    await file.describe(`/${name}`);
    const memory = new Float64Array(values.length);
    await fc.assert(
      fc.asyncProperty(range(ROWS), fc.option(range(COLUMNS)), async (rows, columns) => {
        const ranges = columns ? [rows, columns] : [rows];
        // With a time limit a worker reads.
        const [direct, worker] = [
          await file.read(`/${name}`, { ranges, memory }),
          await file.read(`/${name}`, { ranges, timeLimit: 60_000 }),
        ];
        expect({ ...direct, data: undefined }).toEqual({ ...worker, data: undefined });
        expect(isSame(direct?.data, worker?.data)).toBe(true);
      }),
      { numRuns: 25 },
    );
  },
);

it("puts numbers in one piece into memory that is given, where it is large enough", async () => {
  const memory = new Float64Array(values.length);
  const into = (length: number, name = "plain") =>
    file.read(`/${name}`, { memory: memory.subarray(0, length) }) as Promise<{ data: Float64Array }>;
  const { data } = await into(values.length);
  expect(data.buffer).toBe(memory.buffer);
  expect(isSame(data, values)).toBe(true);
  for (const other of [into(values.length - 1), into(values.length, "integers")])
    expect((await other).data.buffer).not.toBe(memory.buffer);
  const unfit = { memory: new Uint8Array(8) as unknown as Float64Array };
  await expect(file.read("/plain", unfit)).rejects.toThrow("a Float64Array");
});

it("finds no extent for data that is not in one piece", () => {
  const dataset: Hdf5Dataset = {
    kind: "dataset",
    path: "/x",
    type: { kind: "float", bytes: 8 },
    shape: [1 << 20],
    chunks: undefined,
  };
  const raw = () => new Uint8Array(8);
  // The same bytes everywhere, and reads that do not lie where one piece would have them.
  expect(
    byteOffsetOf(dataset, () => ({ bytes: new Uint8Array(8), reads: [{ position: 4096, length: 8 }] }), raw),
  ).toBeUndefined();
  expect(elementSize({ ...dataset, chunks: [10] })).toBeUndefined();
  expect(
    runOf(
      [10, 4],
      [
        [2, 5],
        [0, 3],
      ],
    ),
  ).toBeUndefined();
  expect(runOf([10, 4], [[2, 5]])).toEqual({ start: 8, count: 12, shape: [3, 4] });
});

it("leaves a changed file to the worker, which reports or reads it", async () => {
  const copy = `${temporaryDirectory()}/changed.h5`;
  writeFileSync(copy, new Uint8Array((await ready).FS.readFile("/direct.h5")));
  const opened = await openHdf5(copy);
  await opened.describe("/plain");
  utimesSync(copy, new Date(), new Date(0));
  expect((await opened.read("/plain", { ranges: [[0, 2]] }))?.data).toEqual(values.slice(0, 2 * COLUMNS));
  truncateSync(copy, Math.floor(statSync(copy).size / 4));
  await expect(opened.read("/integers")).rejects.toMatchObject({ code: "format" });
  await opened.close();
});

it("closes the file that it reads from", async () => {
  const lowest = () => {
    const descriptor = openSync(path, "r");
    closeSync(descriptor);
    return descriptor;
  };
  const before = lowest();
  for (let i = 0; i < 5; i++) {
    const opened = await openHdf5(path);
    await opened.read("/plain", { ranges: [[0, 10]] });
    await opened.close();
  }
  expect(lowest()).toBe(before);
});
