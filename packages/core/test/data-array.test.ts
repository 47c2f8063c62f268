import { NONSENSE, outcomeOf } from "@ecephys/fixtures";
import { describe, expect, it } from "vitest";
import { DataArray, isEcephysError } from "../src/index.ts";

const lfp = new DataArray({
  name: "LFP",
  dims: ["time", "channel"],
  shape: [3, 4],
  coords: {
    time: Float64Array.of(0, 0.5, 1),
    channel: [850, 852, 854, 856],
    depth: { dim: "channel", values: Float64Array.of(20, 40, 60, 80) },
  },
  data: Float32Array.from({ length: 12 }, (_, i) => i),
});

const failure = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("DataArray", () => {
  it("drops the dimension of a single label and keeps the side coordinate of the others", () => {
    const row = lfp.sel({ time: 0.5 });
    expect(row.dims).toEqual(["channel"]);
    expect([...row.data]).toEqual([4, 5, 6, 7]);
    expect(row.coord("depth")).toEqual(Float64Array.of(20, 40, 60, 80));
    expect(row.coordinates.has("time")).toBe(false);
  });

  it("selects lists in the order given and ranges with both ends", () => {
    const part = lfp.sel({ time: { from: 0.5, to: 1 }, channel: [856, 850] });
    expect(part.shape).toEqual([2, 2]);
    expect([...part.data]).toEqual([7, 4, 11, 8]);
    expect(part.coord("channel")).toEqual([856, 850]);
    expect(part.coord("depth")).toEqual(Float64Array.of(80, 20));
  });

  it("looks up long lists of labels once, with the first of equal labels", () => {
    const many = new DataArray({
      dims: ["x"],
      shape: [12],
      coords: { x: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 11] },
      data: Int32Array.from({ length: 12 }, (_, i) => i),
    });
    expect([...many.sel({ x: [9, 8, 7, 6, 5, 4, 3, 2, 1, 0] }).data]).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(
      isEcephysError(
        failure(() => many.sel({ x: [1, 2, 3, 4, 5, 6, 7, 8, 99] })),
        "not-found",
      ),
    ).toBe(true);
  });

  it("selects by position, from the end too", () => {
    expect(lfp.isel({ time: -1, channel: 0 }).data).toEqual(Float32Array.of(8));
    expect([...lfp.isel({ channel: { start: 1, end: 3 } }).data]).toEqual([1, 2, 5, 6, 9, 10]);
    expect([...lfp.isel({ channel: { start: -1 } }).data]).toEqual([3, 7, 11]);
    expect(lfp.isel({ time: [] }).shape).toEqual([0, 4]);
    expect(lfp.at(1, 2)).toBe(6);
    expect(lfp.at(3, 0)).toBeUndefined();
  });

  it("accepts labels and positions in any kind of list, and keeps omitted dimensions completely", () => {
    const channels = [856, 850];
    for (const channel of [
      channels,
      Int32Array.from(channels),
      BigInt64Array.of(856n, 850n),
      new Set(channels),
      { length: 2, 0: 856, 1: 850 },
    ])
      expect([...lfp.sel({ channel, time: 1 }).data]).toEqual([11, 8]);
    expect(lfp.sel({ channel: 850n }).dims).toEqual(["time"]);
    expect(lfp.isel({ channel: Uint8Array.of(3, 0), time: -1 }).data).toEqual(Float32Array.of(11, 8));
    for (const whole of [undefined, {}, { from: undefined }])
      expect(lfp.sel({ time: whole }).shape).toEqual([3, 4]);
    expect(lfp.sel({ time: { from: 0.6 } }).shape).toEqual([1, 4]);
    expect(lfp.sel({ time: { from: 5, to: 6 } }).shape).toEqual([0, 4]);
    expect(lfp.isel({ time: { end: Number.POSITIVE_INFINITY } }).shape).toEqual([3, 4]);
  });

  it("returns a result, or says what is wrong, for any input", async () => {
    type Given = never;
    for (const value of NONSENSE)
      for (const act of [
        () => lfp.sel(value as Given),
        () => lfp.sel({ time: value as Given }),
        () => lfp.sel({ time: [value as Given] }),
        () => lfp.sel({ time: { from: value as Given } }),
        () => lfp.isel(value as Given),
        () => lfp.isel({ time: value as Given }),
        () => lfp.isel({ time: [value as Given] }),
        () => lfp.isel({ time: { start: value as Given } }),
        () => lfp.coord(value as Given),
        () => lfp.at(value as Given, value as Given),
        () => lfp.at(value as Given),
        () => new DataArray(value as Given),
        () => new DataArray({ dims: value as Given, shape: [1], data: Uint8Array.of(1) }),
        () => new DataArray({ dims: ["x"], shape: value as Given, data: Uint8Array.of(1) }),
        () => new DataArray({ dims: ["x"], shape: [1], data: value as Given }),
        () => new DataArray({ dims: ["x"], shape: [1], data: Uint8Array.of(1), coords: value as Given }),
        () =>
          new DataArray({ dims: ["x"], shape: [1], data: Uint8Array.of(1), coords: { x: value as Given } }),
      ])
        expect(await outcomeOf(act)).toMatch(/^(answer|argument|not-found)$/);
  });

  it.each([
    [
      () => lfp.sel({ time: { from: 1, to: 0.5 } }),
      /a range is expected, not "1 to 0.5". Give the smaller label/,
    ],
    [() => lfp.sel({ time: { start: 1 } } as never), /\{ from, to \} is expected, not "start"\./],
    [() => lfp.isel({ time: { from: 1 } } as never), /\{ start, end \} is expected, not "from"\./],
    [() => lfp.sel({ time: { from: "1" } }), /a bound as its labels are \(a number\) is expected, not "1"/],
    [() => lfp.sel({ time: Number.NaN }), /a label, .* is expected, not NaN/],
    [() => lfp.sel([] as never), /the selection from LFP: an object is expected, not an empty list/],
    [() => lfp.at(1), /one position for each of the dimensions \(time, channel\) is expected, not 1/],
  ])("refuses an invalid request (%#)", (act, message) => {
    expect(act).toThrow(message);
    expect(isEcephysError(failure(act), "argument")).toBe(true);
  });

  it("becomes a long table, one row per value", () => {
    const table = lfp.toTable();
    expect(table.columnNames()).toEqual(["time", "channel", "depth", "LFP"]);
    expect(table.numRows()).toBe(12);
    expect(table.object(5)).toEqual({ time: 0.5, channel: 852, depth: 40, LFP: 5 });
    const plain = new DataArray({ dims: ["y", "x"], shape: [1, 2], data: Uint8Array.of(7, 8) }).toTable();
    expect(plain.objects()).toEqual([
      { y: 0, x: 0, value: 7 },
      { y: 0, x: 1, value: 8 },
    ]);
  });

  it("names what does not exist", () => {
    for (const act of [
      () => lfp.sel({ channel: 851 }),
      () => lfp.sel({ chanel: 850 }),
      () => lfp.isel({ time: 3 }),
      () => lfp.coord("elevation"),
    ])
      expect(isEcephysError(failure(act), "not-found")).toBe(true);
    expect(failure(() => lfp.sel({ channel: 851 }))).toHaveProperty(
      "reason",
      'there is no 851 along "channel"',
    );
  });

  it("refuses parts that do not match", () => {
    const make = (init: Partial<ConstructorParameters<typeof DataArray>[0]>) => () =>
      new DataArray({ dims: ["x"], shape: [2], data: Uint8Array.of(1, 2), ...init });
    for (const init of [
      { shape: [3] },
      { dims: ["x", "x"], shape: [1, 2] },
      { coords: { x: [1] } },
      { coords: { y: [1, 2] } },
    ])
      expect(isEcephysError(failure(make(init)), "argument")).toBe(true);
  });
});
