import { type ColumnTable, op } from "arquero";
import { describe, expect, it } from "vitest";
import { type Column, tableOf } from "../../src/tables/column.ts";
import { keepRows, takeRows } from "../../src/tables/keep-rows.ts";

const source = tableOf(
  new Map<string, Column>([
    ["id", Float64Array.of(10, 11, 12, 13)],
    ["snr", Float64Array.of(4, 1, Number.NaN, 3)],
    ["area", ["VISp", null, "CA1", "VISp"]],
  ]),
);
const rows = Int32Array.of(3, 0, -1, 2, 1);
const plainTable = tableOf(
  new Map<string, Column>([
    ["id", Float64Array.of(13, 10, Number.NaN, 12, 11)],
    ["snr", Float64Array.of(3, 4, Number.NaN, Number.NaN, 1)],
    ["area", ["VISp", "VISp", null, "CA1", null]],
  ]),
);

describe("a table of gathered rows", () => {
  it.each<[string, (table: ColumnTable) => unknown]>([
    ["objects", (table) => table.objects()],
    ["iteration", (table) => [...table]],
    ["get", (table) => [table.get("snr", 1), table.get("snr", 3)]],
    ["array", (table) => table.array("snr")],
    ["column", (table) => table.column("snr")],
    ["columnAt", (table) => table.columnAt(1)],
    ["data", (table) => ({ ...table.data() }).snr],
    ["a function as filter", (table) => table.filter((d: { snr: number }) => d.snr > 1).objects()],
    ["a text as filter", (table) => table.filter("d => d.snr > 1").reify().objects()],
    ["derive", (table) => table.derive({ twice: (d: { snr: number }) => d.snr * 2 }).objects()],
    ["an operation", (table) => table.derive({ mean: "d => op.mean(d.id)" }).objects()],
    ["orderby", (table) => table.orderby("id").objects()],
    ["orderby and slice", (table) => table.orderby("snr").slice(1, 3).reify().array("id")],
    ["select", (table) => table.select("snr", "area").objects()],
    ["rename", (table) => table.rename({ snr: "ratio" }).array("ratio")],
    [
      "groups",
      (table) =>
        table
          .groupby("area")
          .rollup({ most: op.max("snr") })
          .objects(),
    ],
    ["join", (table) => table.join_left(source, "id").objects()],
    ["concat", (table) => table.concat(source).array("snr")],
    ["impute", (table) => table.impute({ snr: () => 0 }).array("snr")],
    ["toCSV", (table) => table.toCSV()],
    ["toArrow", (table) => [...table.toArrow().getChild("snr")!]],
    ["rows of its rows", (table) => keepRows(table, (row) => row > 1).objects()],
  ])("answers %s like a table that holds them", (_, answer) => {
    expect(answer(takeRows(source, rows))).toEqual(answer(plainTable));
  });

  it("copies the numbers of a column once, also for tables made of it", () => {
    const table = takeRows(takeRows(source, rows), Int32Array.of(1, 0));
    const filtered = table.filter((d: { id: number }) => d.id > 10);
    expect(filtered.column("snr")).toBe(table.column("snr"));
    expect(table.column("snr")).toEqual(Float64Array.of(4, 3));
  });
});
