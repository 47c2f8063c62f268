import { isEcephysError } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import { describe, expect, test } from "vitest";
import { collectMetricBundles } from "../../src/tables/metric-bundles.ts";

describe("metric bundles", () => {
  test("make one row per unit and one column per metric, in order of first appearance", () => {
    const table = tableOf({ a: 1, b: 2 }, { c: 3, b: 4 });
    expect(table.columnNames()).toEqual(["ecephys_unit_id", "a", "b", "c"]);
    expect(column(table, "ecephys_unit_id")).toEqual([1, 2]);
    expect(column(table, "a")).toEqual([1, Number.NaN]);
    expect(column(table, "b")).toEqual([2, 4]);
    expect(column(table, "c")).toEqual([Number.NaN, 3]);
  });

  test("keep numbers in Float64Array and missing booleans, texts and lists as null", () => {
    const table = tableOf(
      { n: null, b: true, t: "on", l: [1, 2] },
      { n: 4.5, b: null, t: null, l: null },
      { n: 1 },
    );
    expect(table.column("n")).toBeInstanceOf(Float64Array);
    expect(column(table, "n")).toEqual([Number.NaN, 4.5, 1]);
    expect(column(table, "b")).toEqual([true, null, null]);
    expect(column(table, "t")).toEqual(["on", null, null]);
    expect(column(table, "l")).toEqual([[1, 2], null, null]);
  });

  test("turn texts into numbers only if all of them are numbers", () => {
    const table = tableOf({ x: "2.0", y: "4.0" }, { x: "8.0", y: "on off" });
    expect(column(table, "x")).toEqual([2, 8]);
    expect(column(table, "y")).toEqual(["4.0", "on off"]);
  });

  test("swap p_value_rf and on_screen_rf back if they were written the wrong way round", () => {
    const table = tableOf(
      { p_value_rf: null, on_screen_rf: 0.2 },
      { p_value_rf: true, on_screen_rf: null },
      { p_value_rf: false, on_screen_rf: 0.01 },
    );
    expect(column(table, "p_value_rf")).toEqual([0.2, Number.NaN, 0.01]);
    expect(column(table, "on_screen_rf")).toEqual([null, true, false]);
  });

  test("leave them alone if they are right, or both numbers", () => {
    const right = tableOf({ p_value_rf: 0.2, on_screen_rf: true });
    expect(column(right, "on_screen_rf")).toEqual([true]);
    const both = tableOf({ p_value_rf: 0.2, on_screen_rf: 1 });
    expect(column(both, "p_value_rf")).toEqual([0.2]);
  });

  test("read what Python writes for numbers that JSON lacks, and no text that looks like it", () => {
    const collector = collectMetricBundles();
    collector.add(7, '{"a": NaN, "b": -Infinity, "c": "NaN, \\" Infinity", "d": [NaN, 1]}');
    const table = collector.table();
    expect(column(table, "a")).toEqual([Number.NaN]);
    expect(column(table, "b")).toEqual([-Infinity]);
    expect(column(table, "c")).toEqual(['NaN, " Infinity']);
    expect(column(table, "d")).toEqual([[Number.NaN, 1]]);
  });

  test("hold more rows than their first buffer, with gaps", () => {
    const collector = collectMetricBundles();
    for (let unit = 0; unit < 3000; unit += 1) collector.add(unit, unit % 7 === 0 ? { m: unit } : {});
    const values = column(collector.table(), "m");
    expect(values).toHaveLength(3000);
    expect(values[2800]).toBe(2800);
    expect(values[2999]).toBeNaN();
  });

  test("are an empty table with the id column if there are none", () => {
    const table = collectMetricBundles().table();
    expect(table.numRows()).toBe(0);
    expect(table.columnNames()).toEqual(["ecephys_unit_id"]);
  });

  test.each(['{"a": 1', "[1, 2]", "5"])("that are not an object of metrics (%s) name the unit", (data) => {
    const add = () => collectMetricBundles().add(950906401, data);
    expect(add).toThrow(/unit 950906401/);
    try {
      add();
    } catch (error) {
      expect(isEcephysError(error, "response")).toBe(true);
    }
  });
});

function tableOf(...bundles: Record<string, unknown>[]): ColumnTable {
  const collector = collectMetricBundles();
  bundles.forEach((bundle, index) => void collector.add(index + 1, JSON.stringify(bundle)));
  return collector.table();
}

function column(table: ColumnTable, name: string): unknown[] {
  return Array.from(table.array(name) as ArrayLike<unknown>);
}
