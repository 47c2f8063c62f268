import { isEcephysError } from "@ecephys/files";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openNpy, readNpy } from "../../src/arrays/index.ts";
import { countingSource, makeNpy, pack } from "./make-npy.ts";

type NumberArray = { readonly BYTES_PER_ELEMENT: number };
type Write = (view: DataView, at: number, value: number, little: boolean) => void;

/** Type character and size, values that it holds exactly, how it is written, the array that it becomes. */
const TYPES: [string, fc.Arbitrary<number>, Write, NumberArray][] = [
  ["b1", fc.constantFrom(0, 1), (v, at, x) => v.setUint8(at, x), Uint8Array],
  ["u1", fc.nat(255), (v, at, x) => v.setUint8(at, x), Uint8Array],
  ["i1", fc.integer({ min: -128, max: 127 }), (v, at, x) => v.setInt8(at, x), Int8Array],
  ["u2", fc.nat(65535), (v, at, x, le) => v.setUint16(at, x, le), Uint16Array],
  ["i2", fc.integer({ min: -32768, max: 32767 }), (v, at, x, le) => v.setInt16(at, x, le), Int16Array],
  ["u4", fc.nat(0xffffffff), (v, at, x, le) => v.setUint32(at, x, le), Uint32Array],
  ["i4", fc.integer(), (v, at, x, le) => v.setInt32(at, x, le), Int32Array],
  ["u8", fc.maxSafeNat(), (v, at, x, le) => v.setBigUint64(at, BigInt(x), le), Float64Array],
  ["i8", fc.maxSafeInteger(), (v, at, x, le) => v.setBigInt64(at, BigInt(x), le), Float64Array],
  ["f4", fc.float({ noNaN: false }), (v, at, x, le) => v.setFloat32(at, x, le), Float32Array],
  ["f8", fc.double({ noNaN: false }), (v, at, x, le) => v.setFloat64(at, x, le), Float64Array],
];

const shapes = fc.array(fc.nat(4), { maxLength: 4 });
const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);

describe.each(TYPES)("numbers of type %s", (type, value, write, Expected) => {
  it("come back as they were written, in any byte order, version and shape", async () => {
    const cases = shapes.chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        values: fc.array(value, { minLength: sizeOf(shape), maxLength: sizeOf(shape) }),
        little: fc.boolean(),
        version: fc.constantFrom(1, 2, 3),
        offset: fc.nat(7),
      }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, values, little, version, offset }) => {
        const size = Number(type[1]);
        const data = pack(values, size, (view, at, x) => write(view, at, x, little));
        const descr = `${size === 1 ? "|" : little ? "<" : ">"}${type}`;
        const array = await readNpy(countingSource(makeNpy({ descr, shape, data, version }), offset));
        expect(array.shape).toEqual(shape);
        expect(array.data).toBeInstanceOf(Expected);
        expect([...array.data]).toEqual(values);
      }),
      { numRuns: 50 },
    );
  });
});

describe("float16", () => {
  it("covers every bit pattern", async () => {
    const bits = Array.from({ length: 65536 }, (_, i) => i);
    const data = pack(bits, 2, (view, at, x) => view.setUint16(at, x, true));
    const { data: values } = await readNpy(countingSource(makeNpy({ descr: "<f2", shape: [65536], data })));
    expect(values).toBeInstanceOf(Float32Array);
    expect(
      [0, 1, 0x03ff, 0x0400, 0x3c00, 0x3555, 0x7bff, 0x7c00, 0xc000, 0xfc00].map((i) => values[i]),
    ).toEqual([
      0,
      2 ** -24,
      0.00006097555160522461,
      0.00006103515625,
      1,
      0.333251953125,
      65504,
      Number.POSITIVE_INFINITY,
      -2,
      Number.NEGATIVE_INFINITY,
    ]);
    expect(Object.is(values[0x8000], -0)).toBe(true);
    expect(values[0x7e00]).toBeNaN();
  });
});

describe("Fortran order", () => {
  it("is put into C order, whole and by frame", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
        async (shape) => {
          const size = sizeOf(shape);
          const data = new Uint8Array(size);
          const strides = shape.map((_, d) => sizeOf(shape.slice(0, d)));
          for (let i = 0, index = shape.map(() => 0); i < size; i++) {
            data[index.reduce((at, n, d) => at + n * strides[d]!, 0)] = i;
            for (let d = shape.length - 1; d >= 0 && ++index[d]! === shape[d]; d--) index[d] = 0;
          }
          const file = await openNpy(
            countingSource(makeNpy({ descr: "|u1", shape, data, fortranOrder: true })),
          );
          const whole = await file.read();
          expect([...whole.data]).toEqual(Array.from({ length: size }, (_, i) => i));
          const last = shape[0]! - 1;
          expect(await file.frame(last)).toEqual(whole.isel({ dim_0: last }));
        },
      ),
    );
  });
});

describe("frames", () => {
  const data = pack([...Array(24).keys()], 2, (view, at, x) => view.setInt16(at, x, false));
  const bytes = makeNpy({ descr: ">i2", shape: [4, 2, 3], data });

  it("read their own bytes alone", async () => {
    const source = countingSource(bytes);
    const file = await openNpy(source, { dims: ["frame", "row", "column"] });
    source.reads.length = 0;
    const frame = await file.frame(2);
    expect(frame.dims).toEqual(["row", "column"]);
    expect([...frame.data]).toEqual([12, 13, 14, 15, 16, 17]);
    expect(source.reads).toEqual([[bytes.length - 24, bytes.length - 12]]);
  });

  it.each([-1, 4, 0.5, Number.NaN])("does not have frame %d", async (index) => {
    const file = await openNpy(countingSource(bytes), { location: "movie.npy" });
    await expect(file.frame(index)).rejects.toThrow(/movie\.npy.*there are 4 frames/);
    await expect(file.frame(index)).rejects.toSatisfy((error) => isEcephysError(error, "not-found"));
  });
});

describe("what is refused", () => {
  const good = { descr: "<i4", shape: [2, 2], data: new Uint8Array(16) };
  const header = (text: string) => makeNpy({ ...good, header: text });
  const wide = pack([0], 8, (view, at) => view.setBigUint64(at, 2n ** 53n, true));
  it.each([
    ["nothing", new Uint8Array(), /it is empty/],
    [
      "a web page",
      new TextEncoder().encode("<!doctype html><title>404</title>"),
      /does not start like an .npy/,
    ],
    ["a preamble alone", makeNpy(good).slice(0, 9), /ends after 9 bytes/],
    ["a cut header", makeNpy(good).slice(0, 40), /ends inside its header, at byte 40/],
    [
      "cut numbers",
      makeNpy(good).slice(0, -1),
      /int32 of shape \(2, 2\), which takes 144 bytes, but there are 143/,
    ],
    ["more than it says", new Uint8Array([...makeNpy(good), 0]), /takes 144 bytes, but there are 145/],
    [
      "a claim beyond all memory",
      makeNpy({ ...good, shape: [1e5, 1e5, 1e5] }),
      /takes 4000000000000128 bytes/,
    ],
    [
      "lengths beyond all numbers",
      header("{'descr': '<i4', 'fortran_order': False, 'shape': (9007199254740993,)}"),
      /its shape is/,
    ],
    ["version 4", Uint8Array.from(makeNpy(good), (b, i) => (i === 6 ? 4 : b)), /version 4\.0/],
    [
      "a huge header",
      Uint8Array.from(makeNpy({ ...good, version: 2 }), (b, i) => (i === 11 ? 1 : b)),
      /header claims/,
    ],
    ["pickled objects", makeNpy({ ...good, descr: "|O" }), /'\|O', not plain numbers/],
    ["complex numbers", makeNpy({ ...good, descr: "<c8" }), /not plain numbers/],
    ["text", makeNpy({ ...good, descr: "<U3" }), /not plain numbers/],
    ["extended precision", makeNpy({ ...good, descr: "<f16" }), /not plain numbers/],
    ["floats of a byte", makeNpy({ ...good, descr: "|f1" }), /not a known number type/],
    ["no byte order", makeNpy({ ...good, descr: "|i4" }), /does not state the byte order/],
    ["records", header("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (4,), }"), /records/],
    ["a missing key", header("{'descr': '<i4', 'shape': (4,), }"), /keys descr, shape/],
    ["a key too many", header("{'descr': '<i4', 'fortran_order': False, 'shape': (4,), 'x': 1}"), /keys/],
    [
      "a key twice",
      header("{'descr': '<i4', 'descr': '<i4', 'fortran_order': False, 'shape': (4,)}"),
      /twice/,
    ],
    [
      "a shape that is no tuple",
      header("{'descr': '<i4', 'fortran_order': False, 'shape': (4)}"),
      /its shape is \(4\)/,
    ],
    ["an order that is none", header("{'descr': '<i4', 'fortran_order': Maybe, 'shape': (4,)}"), /Maybe/],
    ["code", header("__import__('os')"), /not a dict/],
    ["integers that numbers cannot hold", makeNpy({ descr: "<u8", shape: [1], data: wide }), /2\^53/],
  ])("%s", async (_, bytes, message) => {
    const reading = readNpy(countingSource(bytes), { location: "here.npy" });
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toSatisfy((error) => isEcephysError(error, "format"));
    await expect(reading).rejects.toThrow(/here\.npy/);
  });

  it("reads headers as other writers make them", async () => {
    for (const text of [
      `{"shape": (2L, 2L), "fortran_order": False, "descr": "<i4"}`,
      "{'descr':'<i4','fortran_order':False,'shape':(2,2,)}",
    ])
      expect((await readNpy(countingSource(header(text)))).shape).toEqual([2, 2]);
  });

  it("gives a typed error or the numbers of the header, whatever the bytes are", async () => {
    const file = makeNpy(good);
    const edits = fc.array(fc.record({ at: fc.nat(file.length - 1), to: fc.nat(255) }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(edits, fc.nat(file.length), fc.boolean(), async (changes, cut, whole) => {
        const bytes = whole ? file.slice() : file.slice(0, cut);
        for (const { at, to } of changes) if (at < bytes.length) bytes[at] = to;
        const read = await readNpy(countingSource(bytes)).catch((error: unknown) => error);
        if (isEcephysError(read, "format")) return;
        const { shape, data } = read as Awaited<ReturnType<typeof readNpy>>;
        expect(data.length).toBe(sizeOf(shape));
        expect(data.byteLength).toBeLessThanOrEqual(4 * bytes.length);
      }),
      { numRuns: 2000 },
    );
  });
});
