import { refusal } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asFloat64, asText, type Hdf5File, type Hdf5Values, onlyElement } from "../src/model.ts";
import { openHdf5 } from "../src/node.ts";
import { fileOf } from "./files.ts";

let file: Hdf5File;
beforeAll(async () => {
  file = await openHdf5(fileOf("kinds.h5"));
});
afterAll(() => file.close());

const read = async (path: string): Promise<Hdf5Values> => (await file.read(path))!;

describe("numbers", () => {
  it.each([
    ["i1", Int8Array, [0, 1, -2]],
    ["u1", Uint8Array, [0, 1, 100]],
    ["little-i2", Int16Array, [0, 1, -2]],
    ["big-i2", Int16Array, [0, 1, -2]],
    ["little-u4", Uint32Array, [0, 1, 4_000_000_000]],
    ["big-i4", Int32Array, [0, 1, -2]],
    ["little-i8", Float64Array, [0, 1, -2]],
    ["big-i8", Float64Array, [0, 1, -2]],
    ["little-u8", Float64Array, [0, 1, 4_000_000_000]],
    ["little-f2", Float32Array, [0, 1, -2]],
    ["little-f4", Float32Array, [0, 1, -2]],
    ["big-f4", Float32Array, [0, 1, -2]],
    ["little-f8", Float64Array, [0, 1, -2]],
    ["big-f8", Float64Array, [0, 1, -2]],
  ])("reads %s", async (name, kind, expected) => {
    const { data } = await read(`/numbers/${name}`);
    expect(data).toBeInstanceOf(kind);
    expect(Array.from(data)).toEqual(expected);
  });

  it("refuses 64-bit integers that a number cannot hold exactly", async () => {
    expect(await refusal(file.read("/numbers/beyond"))).toMatch(/^format: .*beyond.*9007199254740992/);
  });

  it("reads parts of a matrix, scalars and empty datasets", async () => {
    const part = await file.read("/numbers/matrix", {
      ranges: [
        [1, 3],
        [2, 9],
      ],
    });
    expect(part).toMatchObject({ shape: [2, 2], data: Int32Array.of(6, 7, 10, 11) });
    expect(await read("/numbers/scalar")).toMatchObject({ shape: [], data: Float64Array.of(2.5) });
    expect((await read("/numbers/none")).data).toHaveLength(0);
    expect(await read("/numbers/no-rows")).toMatchObject({ shape: [0, 4], data: new Float64Array() });
    expect((await file.read("/numbers/matrix", { ranges: [[5, 9]] }))!.shape).toEqual([0, 4]);
  });
});

describe("other kinds", () => {
  it("reads booleans and enumerations", async () => {
    expect((await read("/bool")).data).toEqual([true, false, true]);
    expect(await read("/enum")).toMatchObject({
      type: { kind: "enum", names: { 0: "RED", 1: "GREEN", 2: "BLUE" } },
      data: Uint8Array.of(2, 0, 1),
    });
  });

  it("reads text of variable and of fixed length", async () => {
    expect((await read("/text/own-length")).data).toEqual(["", "é", "a long text ".repeat(20), "b"]);
    expect((await read("/text/null-padded")).data).toEqual(["ab", "abcd", ""]);
    expect((await read("/text/space-padded")).data).toEqual(["ab", "abcdef"]);
    expect((await read("/text/utf-8")).data).toEqual(["ä", "xyz"]);
    expect(onlyElement(await read("/text/scalar"))).toBe("hello");
    expect(onlyElement(await read("/text/bytes"))).toBe("hello");
  });

  it("reads lists, arrays and bytes", async () => {
    expect((await read("/lists")).data).toEqual([[1, 2, 3], [], [-4]]);
    expect((await read("/arrays")).data).toEqual([{ pair: [1, 2] }, { pair: [3, 4] }]);
    expect((await read("/opaque")).data).toEqual([Uint8Array.of(1, 2, 3)]);
  });

  it("follows references to paths, also inside of compounds", async () => {
    expect((await read("/refs/object")).data).toEqual([
      { reference: "object", path: "/bool" },
      { reference: "object", path: "/numbers" },
      { reference: "object", path: undefined },
    ]);
    expect((await read("/refs/region")).data).toEqual([{ reference: "region", path: "/numbers/matrix" }]);
    expect((await read("/compound")).data).toEqual([
      { first: 7, name: "one", at: { reference: "object", path: "/bool" }, ok: true },
      { first: -1, name: "two", at: { reference: "object", path: "/lists" }, ok: false },
    ]);
  });

  it("reads compounds of big-endian numbers, and leaves those of mixed byte order as bytes", async () => {
    expect((await read("/compound-big")).data).toEqual([
      { first: 1, second: 2.5 },
      { first: -3, second: 4.5 },
    ]);
    expect(await read("/compound-mixed")).toMatchObject({
      type: { kind: "opaque", bytes: 6 },
      data: [Uint8Array.of(0, 0, 0, 1, 2, 0), Uint8Array.of(0, 0, 0, 3, 4, 0)],
    });
  });

  it("reads attributes, those of one element as scalars", async () => {
    const attributes = (await file.attributes("/attributes"))!;
    expect(
      Object.fromEntries(Object.entries(attributes).map(([name, values]) => [name, onlyElement(values)])),
    ).toEqual({
      number: 3.5,
      "one-number": 3.5,
      text: "plain",
      "one-text": "plain",
      "fixed-text": "plain",
      list: undefined,
      bool: true,
      reference: { reference: "object", path: "/bool" },
      nothing: undefined,
    });
    expect(attributes.list!.data).toEqual(["a", "b"]);
    expect(Object.keys((await file.attributes("/attributes", ["bool", "unknown"]))!)).toEqual(["bool"]);
    expect(await file.attributes("/nowhere")).toBeUndefined();
  });
});

it("names the expected and the actual kind", async () => {
  const text = await read("/text/own-length");
  expect(() => asFloat64(text, "here")).toThrow(/here: numbers were expected.*"text"/);
  const numbers = await read("/numbers/i1");
  expect(() => asText(numbers, "here")).toThrow(/text were expected.*"integer"/);
  expect(asFloat64(await read("/bool"), "here")).toEqual(Float64Array.of(1, 0, 1));
});

it("describes what exists, and returns undefined for what does not", async () => {
  expect(await file.describe("/")).toMatchObject({ kind: "group", path: "/" });
  expect(await file.describe("/numbers/matrix")).toEqual({
    kind: "dataset",
    path: "/numbers/matrix",
    type: { kind: "integer", bytes: 4, signed: true },
    shape: [3, 4],
    chunks: undefined,
  });
  expect(await file.describe("/numbers/absent")).toBeUndefined();
  expect(await file.describe("/numbers/matrix/below")).toBeUndefined();
  expect(await file.read("/absent")).toBeUndefined();
  expect(await refusal(file.read("/numbers"))).toMatch(/it is a group/);
});
