import { refusal } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decode, newNotes } from "../src/decode.ts";
import { type Hdf5File, onlyElement } from "../src/model.ts";
import { openHdf5 } from "../src/node.ts";
import { bytesOf, fileOf } from "./files.ts";

/** A file with 512 bytes before it that are the user's. */
function afterBlock(name: string): Uint8Array {
  const bytes = bytesOf(name);
  const whole = new Uint8Array(512 + bytes.length);
  whole.set(bytes, 512);
  return whole;
}

describe.each([
  ["oldest format", () => bytesOf("bits.h5")],
  ["newest format", () => bytesOf("bits-latest.h5")],
  ["oldest format after a block of the user's", () => afterBlock("bits.h5")],
])("a file of the %s", (_, source) => {
  let file: Hdf5File;
  beforeAll(async () => {
    file = await openHdf5(source());
  });
  afterAll(() => file.close());

  const valuesOf = async (path: string) => [...(await file.read(path))!.data];

  describe("enumerations", () => {
    it.each(["little-u2", "big-u2", "big-i4", "big-u8", "little-i8"])(
      "read %s, also without a name",
      async (name) => {
        const { type, data } = (await file.read(`/enum/${name}`))!;
        expect([...data]).toEqual([1, 2, 1000, 7]);
        expect(type).toMatchObject({ kind: "enum", names: { 1: "ONE", 2: "TWO", 1000: "MANY" } });
      },
    );

    it("read negative numbers, whole and in parts, and in attributes", async () => {
      const { type } = (await file.read("/enum/negative"))!;
      expect(type).toMatchObject({ names: { 300: "HIGH", [-3]: "LOW" } });
      expect(await valuesOf("/enum/negative")).toEqual([300, -3]);
      expect([...(await file.read("/enum/negative", { ranges: [[1, 2]] }))!.data]).toEqual([-3]);
      const { one } = (await file.attributes("/enum/negative"))!;
      expect(onlyElement(one)).toBe(-3);
    });

    it("have no name where the library tells none for sure", async () => {
      const { type, data } = (await file.read("/enum/large"))!;
      expect([...data]).toEqual([1, 3]);
      expect(type).toMatchObject({ names: { 1: "A" } });
    });

    it("stay bytes in lists, and are refused in compounds, where the library loses some", async () => {
      expect(await valuesOf("/enum/lists")).toEqual([[Uint8Array.of(1, 44), Uint8Array.of(255, 253)], []]);
      expect(await refusal(file.read("/enum/compound"))).toMatch(/^format: .*compounds with big-endian enum/);
    });
  });

  describe("integers that do not fill their bytes", () => {
    it.each([
      ["ten", [-512, -1, 0, 511]],
      ["shifted", [-512, -1, 0, 511]],
      ["big", [0, 1, 2 ** 20 - 1]],
      ["three", [-(2 ** 23), -1, 70000]],
      ["long", [1, 2 ** 40 - 1]],
      ["committed", [-5, 6]],
      ["packed", [-512, -1, 511]],
    ])("reads %s", async (name, expected) => {
      expect(await valuesOf(`/integers/${name}`)).toEqual(expected);
    });

    it("reads them in compounds and attributes", async () => {
      expect(await valuesOf("/integers/compound")).toEqual([
        { odd: -512, plain: 9 },
        { odd: 3, plain: -9 },
      ]);
      expect([...(await file.attributes("/integers"))!.odd!.data]).toEqual([-5, 6]);
    });
  });

  it("gives floats of another layout as bytes, not as wrong numbers", async () => {
    expect((await file.read("/floats"))!.type).toEqual({ kind: "opaque", bytes: 4 });
  });
});

describe("values that lie elsewhere", () => {
  it.each([
    ["raw", /^format: .*\(\/raw\): its values lie in other files/],
    ["first", /it is a view of "other\.h5"/],
    ["second", /\(\/second\): it is a view of "other\.h5"/],
    ["gone", /it is a view of "\/absent", which is not there/],
  ])("refuses %s", async (name, message) => {
    const other = await openHdf5(fileOf("elsewhere.h5"));
    expect(await refusal(other.read(`/${name}`))).toMatch(message);
    expect([...(await other.read("/within"))!.data]).toEqual([0, 1, 2]);
    await other.close();
  });
});

it("refuses texts whose heap has no end, of whatever size, and reads others", async () => {
  const damaged = await openHdf5(fileOf("heaps.h5"));
  for (const name of ["small", "texts"])
    expect(await refusal(damaged.read(`/${name}`))).toMatch(
      new RegExp(`^format: .*heaps\\.h5 \\(/${name}\\): a heap of texts has an object without a length`),
    );
  expect((await damaged.read("/numbers"))!.data).toHaveLength(10);
  await damaged.close();
});

describe("64-bit integers", () => {
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  const edges = [
    0n,
    1n,
    2n ** 31n,
    2n ** 32n - 1n,
    2n ** 32n,
    most - 2n ** 32n,
    most - 1n,
    most,
    most + 1n,
    2n ** 63n - 1n,
  ];

  it.each([
    ["signed", true, edges.flatMap((edge) => [edge, -edge]).concat(-(2n ** 63n))],
    ["unsigned", false, [...edges, 2n ** 63n, 2n ** 64n - 1n]],
  ] as const)(
    "are exact numbers, or stay what they are: %s, wherever they lie in memory",
    (_, signed, integers) => {
      for (const offset of [0, 3, 4])
        for (const integer of integers) {
          // After a small one, which must not hide it.
          const bytes = new Uint8Array(offset + 16).subarray(offset);
          new DataView(bytes.buffer, offset).setBigUint64(8, BigInt.asUintN(64, integer), true);
          const context = {
            heap: bytes,
            notes: newNotes(),
            resource: "a file",
            dereference: () => ({}) as never,
          };
          const type = { kind: "integer", bytes: 8, signed } as const;
          const isExact = integer <= most && integer >= -most;
          const read = (bigints: boolean) =>
            Array.from<unknown>(decode(type, bytes, { ...context, bigints }));
          expect(read(true)).toEqual(isExact ? [0, Number(integer)] : [0n, integer]);
          if (isExact) expect(read(false)).toEqual([0, Number(integer)]);
          else expect(() => read(false)).toThrow("cannot be represented exactly");
        }
    },
  );
});
