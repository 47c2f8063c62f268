import { DataArray, type NumericArray } from "@ecephys/core";
import { isEcephysError } from "@ecephys/files";
import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { encodePng } from "../../src/arrays/index.ts";

const image = (data: NumericArray, shape = [2, 3], attributes = {}) =>
  new DataArray({ dims: ["row", "column", "channel"].slice(0, shape.length), shape, data, attributes });

describe("encodePng", () => {
  it("keeps 8 and 16 bits exactly", () => {
    const grey = Uint8Array.of(0, 1, 2, 253, 254, 255);
    expect(decode(encodePng(image(grey)))).toMatchObject({
      width: 3,
      height: 2,
      depth: 8,
      channels: 1,
      data: grey,
    });
    const deep = Uint16Array.of(0, 1, 256, 65534, 65535, 4660);
    expect(decode(encodePng(image(deep)))).toMatchObject({ width: 3, height: 2, depth: 16, data: deep });
  });

  it("keeps colours", () => {
    const colours = Uint8Array.from({ length: 18 }, (_, i) => i * 14);
    expect(decode(encodePng(image(colours, [2, 3, 3])))).toMatchObject({ channels: 3, data: colours });
  });

  it.each([
    [
      "floats",
      Float32Array.of(-1, 0, 1, Number.NaN, 0.5, Number.POSITIVE_INFINITY),
      {},
      {},
      [0, 128, 255, 0, 191, 255],
    ],
    ["a constant", new Float64Array(6).fill(7), {}, {}, [0, 0, 0, 0, 0, 0]],
    ["booleans", Uint8Array.of(0, 1, 0, 1, 1, 0), { dtype: "bool" }, {}, [0, 255, 0, 255, 255, 0]],
    [
      "a range of one's own",
      Uint16Array.of(0, 100, 150, 200, 300, 125),
      {},
      { range: [100, 200] as const },
      [0, 0, 127, 255, 255, 64],
    ],
  ])("scales %s", (_, data, attributes, options, expected) => {
    expect([...decode(encodePng(image(data, [2, 3], attributes), options)).data]).toEqual(expected);
  });

  it.each([
    ["a movie", image(new Uint8Array(30), [2, 3, 5]), {}],
    ["nothing", image(new Uint8Array(0), [0, 3]), {}],
    ["a range that is none", image(new Uint8Array(6)), { range: [2, 1] as const }],
  ])("refuses %s", (_, array, options) => {
    expect(() => encodePng(array, options)).toThrow(
      expect.toSatisfy((error) => isEcephysError(error, "argument")),
    );
  });
});
