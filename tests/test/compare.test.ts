import { DataArray } from "@ecephys/core";
import { EcephysError } from "@ecephys/files";
import { type DataArrayAnswer, type FrameAnswer, goldenEntries } from "@ecephys/fixtures";
import { table } from "arquero";
import { describe, expect, it } from "vitest";
import { differences, type Rules } from "../src/compare/index.ts";
import { isSameInstant, isSameValue } from "../src/compare/values.ts";
import { EXCEPTIONS } from "../src/exceptions.ts";
import { judge } from "../src/harness.ts";

const frame: FrameAnswer = {
  kind: "dataframe",
  index: { names: ["id"], dtypes: ["int64"], values: [2, 1] },
  columns: [
    { name: "snr", dtype: "float64", values: [0.25, Number.NaN] },
    { name: "area", dtype: "object", values: ["VISp", null] },
  ],
};
const same = { id: [1, 2], snr: [Number.NaN, 0.25], area: [null, "VISp"] };

function compare(columns: Record<string, unknown[]>, rules?: Rules): string[] {
  return differences(frame, { kind: "table", table: table(columns) }, rules);
}

describe("tables", () => {
  it("match by id and column name", () => {
    expect(compare(same)).toEqual([]);
    expect(compare({ id: [2, 1], area: ["VISp", null], snr: [0.25 * (1 + 5e-12), Number.NaN] })).toEqual([]);
  });

  it("differ by order only if order matters", () => {
    expect(compare(same, { isOrdered: true })).toEqual(["rows are in a different order"]);
  });

  it.each<[string, Record<string, unknown[]>, RegExp]>([
    ["a missing column", { id: [1, 2], snr: same.snr }, /missing: area/],
    ["an extra column", { ...same, more: [1, 2] }, /extra columns: more/],
    ["a missing row", { id: [2], snr: [0.25], area: ["VISp"] }, /rows are missing: 1/],
    [
      "an extra row",
      { id: [1, 2, 3], snr: [Number.NaN, 0.25, 1], area: [null, "VISp", null] },
      /extra rows: 3/,
    ],
    [
      "a row twice",
      { id: [1, 2, 2], snr: [Number.NaN, 0.25, 0.25], area: [null, "VISp", "VISp"] },
      /extra rows: 2/,
    ],
    ["another number", { ...same, snr: [Number.NaN, 0.2500001] }, /snr at 2: 0.2500001 instead of 0.25/],
    ["0 for a missing number", { ...same, snr: [0, 0.25] }, /snr at 1/],
    ["a missing number", { ...same, snr: [Number.NaN, Number.NaN] }, /snr at 2/],
    ["other text", { ...same, area: [null, "VISl"] }, /"VISl" instead of "VISp"/],
    ["text for a missing value", { ...same, area: ["None", "VISp"] }, /area at 1/],
    ["a number as text", { ...same, snr: [Number.NaN, "0.25"] }, /snr at 2/],
  ])("differ by %s", (_, columns, message) => {
    expect(compare(columns).join("; ")).toMatch(message);
  });

  it("differ from errors, and errors from them", () => {
    const error = new EcephysError("fetch", { action: "a", resource: "b", reason: "c" });
    expect(differences(frame, { kind: "error", error })).toHaveLength(1);
    const failure = { kind: "error", type: "KeyError", message: "" } as const;
    expect(differences(failure, { kind: "error", error })).toEqual([]);
    expect(differences(failure, { kind: "error", error: new TypeError("ours by accident") })).toHaveLength(1);
    expect(differences(failure, { kind: "table", table: table(same) })).toHaveLength(1);
  });

  it("must match the dtype if no values were recorded", () => {
    const bare = { ...frame, columns: [{ name: "snr", dtype: "float64", values: undefined }] };
    const ours = (snr: unknown[]) => differences(bare, { kind: "table", table: table({ id: [1, 2], snr }) });
    expect(ours([1, Number.NaN])).toEqual([]);
    expect(ours(["1", "2"])).toHaveLength(1);
  });
});

describe("values", () => {
  it("are equal within the numeric tolerance", () => {
    expect(isSameValue(1e6, 1e6 * (1 + 9e-12), {})).toBe(true);
    expect(isSameValue(1e6, 1e6 * (1 + 2e-11), {})).toBe(false);
    expect(isSameValue(0, 9e-13, {})).toBe(true);
    expect(isSameValue(0, 2e-12, {})).toBe(false);
    expect(isSameValue(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, {})).toBe(true);
    expect(isSameValue(1, 1.0000005, { relative: 1e-6 })).toBe(true);
  });

  it("match booleans with 0 and 1, and missing values only with missing values", () => {
    expect(isSameValue(true, 1, {})).toBe(true);
    expect(isSameValue(1, true, {})).toBe(true);
    expect(isSameValue(false, null, {})).toBe(false);
    expect(isSameValue("null", null, {})).toBe(true);
    expect(isSameValue("None", null, {})).toBe(false);
    expect(isSameValue(Number.NaN, 0, {})).toBe(false);
  });

  it("read numbers and lists from text only if a rule says so", () => {
    expect(isSameValue("0.04", 0.04, {})).toBe(false);
    expect(isSameValue("0.04", 0.04, { hasNumericText: true })).toBe(true);
    expect(isSameValue("[250.0, 250.0]", [250, 250], { hasNumericText: true })).toBe(true);
    expect(isSameValue("[250.0, 251.0]", [250, 250], { hasNumericText: true })).toBe(false);
    expect(isSameValue("", 0, { hasNumericText: true })).toBe(false);
  });

  it("compare lists in order or as sets", () => {
    expect(isSameValue(["a", "b"], ["b", "a"], {})).toBe(false);
    expect(isSameValue(["a", null], [null, "a"], { listsAreSets: true })).toBe(true);
    expect(isSameValue(["a", "a"], ["a", "b"], { listsAreSets: true })).toBe(false);
    expect(isSameValue(["a"], ["a", "b"], { listsAreSets: true })).toBe(false);
    expect(isSameValue(null, [], { listsAreSets: true })).toBe(true);
  });

  it("compare dates as instants, without a zone as UTC", () => {
    expect(isSameInstant("2018-01-24 10:16:49", "2018-01-24T10:16:49Z")).toBe(true);
    expect(isSameInstant("2019-10-03", "2019-10-03T00:00:00Z")).toBe(true);
    expect(isSameInstant(new Date("2018-09-25T14:03:59-07:00"), "2018-09-25T21:03:59Z")).toBe(true);
    expect(isSameInstant("2019-10-03", "2019-10-04")).toBe(false);
  });
});

describe("arrays with coordinates", () => {
  const answer: DataArrayAnswer = {
    kind: "dataarray",
    name: null,
    dims: ["time", "channel"],
    coords: new Map([
      ["channel", { dims: ["channel"], array: { shape: [2], dtype: "int64", data: Float64Array.of(7, 5) } }],
    ]),
    array: { shape: [2, 2], dtype: "float64", data: Float64Array.of(1, 2, 3, 4) },
  };
  const ours = (channel: number[], data: number[]) =>
    differences(answer, {
      kind: "dataarray",
      array: new DataArray({
        dims: ["time", "channel"],
        shape: [2, 2],
        coords: { channel: Float64Array.from(channel) },
        data: Float64Array.from(data),
      }),
    });

  it("match by label", () => {
    expect(ours([7, 5], [1, 2, 3, 4])).toEqual([]);
    expect(ours([5, 7], [2, 1, 4, 3])).toEqual([]);
    expect(ours([5, 7], [1, 2, 3, 4])).toHaveLength(1);
    expect(ours([7, 6], [1, 2, 3, 4])).toEqual(["channel has no 5"]);
  });
});

describe("the loop", () => {
  it("has no exception for an entry that does not exist", () => {
    const entries = (["mini", "legacy", "quirks"] as const).flatMap((project) => goldenEntries(project));
    const unused = EXCEPTIONS.filter(({ matches }) => !entries.some((entry) => matches(entry)));
    expect(unused.map(({ note, reason }) => `${note}: ${reason}`)).toEqual([]);
  });

  it("fails for an entry that nothing compares and no exception lists", async () => {
    const { differences: found } = await judge(
      {
        project: "mini",
        file: "warehouse/999-new.json",
        group: "warehouse",
        method: "get_something_new",
        kind: "value",
        tag: "",
        args: {},
        corrected: false,
        answer: () => ({ kind: "value", type: "int", value: 1 }),
      },
      undefined,
    );
    expect(found).toEqual(["nothing compares it, and no exception lists it"]);
  });
});
