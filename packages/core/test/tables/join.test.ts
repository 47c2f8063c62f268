import { table } from "arquero";
import { describe, expect, it } from "vitest";
import { countOwned, distinctValues, getGroupedUniques } from "../../src/tables/counts.ts";
import { joinTables } from "../../src/tables/join.ts";
import { suppressAndRename } from "../../src/tables/suppress.ts";

const probes = table({ id: [10, 20, 30], name: ["A", "B", "C"] });
const channels = table({
  id: Float64Array.of(1, 2, 3, 4, 5),
  probe: Float64Array.of(20, 10, 20, 99, Number.NaN),
  acronym: ["VISp", null, "VISp", "CA1", "DG"],
});

describe("joinTables", () => {
  it("keeps the left table's rows and order, except those without a match", () => {
    expect(joinTables(channels, probes, { on: "probe" }).objects()).toEqual([
      { id: 1, probe: 20, acronym: "VISp", name: "B" },
      { id: 2, probe: 10, acronym: null, name: "A" },
      { id: 3, probe: 20, acronym: "VISp", name: "B" },
    ]);
  });

  it("keeps all left rows on request, with missing cells", () => {
    const rates = table({ id: Float64Array.of(20), rate: Float64Array.of(2500), name: ["B"] });
    const joined = joinTables(channels, rates, { on: "probe", how: "left" });
    expect(joined.array("rate")).toEqual([2500, Number.NaN, 2500, Number.NaN, Number.NaN]);
    expect(joined.array("name")).toEqual(["B", null, "B", null, null]);
    expect(joined.array("id")).toEqual([1, 2, 3, 4, 5]);
  });

  it("distinguishes columns of the same name by suffixes", () => {
    const joined = joinTables(probes, probes, { suffixes: ["_left", "_right"] });
    expect(joined.columnNames()).toEqual(["id", "name_left", "name_right"]);
  });

  it("joins the filtered and ordered rows", () => {
    const some = channels.filter((row: { id: number }) => row.id > 1).orderby("acronym");
    expect(joinTables(some, probes.slice(1), { on: "probe" }).array("id")).toEqual([3]);
  });

  it("says which column is missing, and refuses a duplicate id", () => {
    expect(() => joinTables(channels, probes, { on: "probe_id" })).toThrow(
      'it has no column "probe_id" (it has id, probe, acronym)',
    );
    expect(() => joinTables(channels, table({ id: [10, 10] }), { on: "probe" })).toThrow(
      "two of its rows have the id 10",
    );
  });
});

describe("countOwned and getGroupedUniques", () => {
  it("counts rows by owner, 0 if there are none", () => {
    expect(countOwned(probes, channels, "probe", "channel_count").array("channel_count")).toEqual([1, 2, 0]);
  });

  it("lists distinct values in order of first appearance (note T12)", () => {
    const more = table({ probe: [20, 20, 20, 10], acronym: ["TH", null, "APN", null] });
    expect(getGroupedUniques(probes, more, "probe", "acronym", "acronyms").array("acronyms")).toEqual([
      [null],
      ["TH", null, "APN"],
      [],
    ]);
  });

  it("returns the distinct values of a column, NaN once", () => {
    expect(distinctValues(channels, "acronym")).toEqual(["VISp", null, "CA1", "DG"]);
    expect(distinctValues(table({ age: [Number.NaN, 97, Number.NaN] }), "age")).toEqual([Number.NaN, 97]);
    expect(() => distinctValues(channels, "mood")).toThrow('no column "mood"');
  });
});

describe("suppressAndRename", () => {
  it("accepts a renamed column under either name, and ignores unknown names (note T4)", () => {
    const columns = [{ name: "id" }, { name: "genotype" }];
    const names = (suppress: string[]) =>
      suppressAndRename(columns, suppress, [["genotype", "full_genotype"]]).map(({ name }) => name);
    expect(names([])).toEqual(["id", "full_genotype"]);
    expect(names(["genotype", "nothing"])).toEqual(["id"]);
    expect(names(["full_genotype"])).toEqual(["id"]);
  });
});
