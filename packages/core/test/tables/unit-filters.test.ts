import { isEcephysError } from "@ecephys/files";
import { table } from "arquero";
import { describe, expect, it } from "vitest";
import { filterUnits, normalizeUnitFilters, type UnitFilterOptions } from "../../src/tables/unit-filters.ts";

const units = table({
  id: [1, 2, 3, 4, 5, 6],
  amplitude_cutoff: Float64Array.of(0.1, 0.100000000001, 0.05, 0, Number.NaN, 0.01),
  presence_ratio: Float64Array.of(0.95, 0.99, 0.949999999999, 0.99, 0.99, 0.99),
  isi_violations: Float64Array.of(0.5, 0.1, 0.1, 0, 0.1, 0.1),
  quality: ["good", "good", "good", "good", "good", "noise"],
  ecephys_structure_id: Float64Array.of(385, 385, 385, Number.NaN, 385, 385),
});

const ids = (options?: UnitFilterOptions) => filterUnits(units, options).array("id");

describe("filterUnits", () => {
  it("has inclusive thresholds and the project's defaults", () => {
    expect(ids()).toEqual([1, 4]);
    expect(ids({ amplitudeCutoffMaximum: undefined })).toEqual([1, 4]);
    expect(ids({ presenceRatioMinimum: 0.94 })).toEqual([1, 3, 4]);
  });

  it("never lets a missing metric pass, not even without limit (note T7)", () => {
    const open = { amplitudeCutoffMaximum: null, presenceRatioMinimum: null, isiViolationsMaximum: null };
    expect(ids(open)).toEqual([1, 2, 3, 4]);
    expect(ids({ ...open, filterByValidity: false })).toEqual([1, 2, 3, 4, 6]);
    expect(ids({ ...open, amplitudeCutoffMaximum: Infinity })).toEqual([1, 2, 3, 4]);
  });

  it("treats 0 as a threshold of 0 (note S7)", () => {
    expect(ids({ amplitudeCutoffMaximum: 0 })).toEqual([4]);
    expect(ids({ isiViolationsMaximum: 0 })).toEqual([4]);
  });

  it("leaves out units outside the brain only on request (note T6)", () => {
    expect(ids({ filterOutOfBrainUnits: true })).toEqual([1]);
  });

  it("drops the quality column, unless it is not filtered", () => {
    expect(filterUnits(units).columnNames()).not.toContain("quality");
    expect(filterUnits(units, { filterByValidity: false }).columnNames()).toContain("quality");
  });

  it("applies a session's defaults if they are passed", () => {
    const session = normalizeUnitFilters({}, { ...normalizeUnitFilters(), filterOutOfBrainUnits: true });
    expect(filterUnits(units, {}, session).array("id")).toEqual([1]);
  });

  it("refuses unknown options", () => {
    const misspelt = { isiViolationMaximum: 0.01 } as UnitFilterOptions;
    expect(() => ids(misspelt)).toThrow("Did you mean isiViolationsMaximum?");
  });

  it.each<[string, unknown]>([
    ["amplitudeCutoffMaximum", Number.NaN],
    ["presenceRatioMinimum", "0.95"],
    ["isiViolationsMaximum", true],
    ["isiViolationsMaximum", [0.5]],
    ["filterByValidity", "no"],
    ["filterOutOfBrainUnits", 1],
  ])("refuses %s: %j", (name, value) => {
    let error: unknown;
    try {
      filterUnits(units, { [name]: value } as UnitFilterOptions);
    } catch (thrown) {
      error = thrown;
    }
    expect(isEcephysError(error, "argument")).toBe(true);
    expect(String(error)).toContain(name);
  });

  it("says which column a table of units lacks", () => {
    expect(() => filterUnits(units.select("id"))).toThrow(
      'the units table: it has no column "amplitude_cutoff"',
    );
  });
});
