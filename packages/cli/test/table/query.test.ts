import { parseWhere } from "@ecephys/core";
import { table } from "arquero";
import { describe, expect, it } from "vitest";
import { parseSort } from "../../src/options/parsers.ts";
import { firstRows, queryTable } from "../../src/table/query.ts";
import { countPerStructure } from "../../src/table/structures.ts";

const UNITS = table({
  id: [1, 2, 3, 4, 5],
  snr: Float64Array.of(2, Number.NaN, 1, 10, 2),
  name: ["b", "a", null, "B", "a"],
});

const ids = (sort: string): number[] => [
  ...(queryTable(UNITS, { sort: parseSort(sort) }).array("id") as number[]),
];

describe("a query of a table", () => {
  it.each([
    ["snr", [3, 1, 5, 4, 2]],
    ["-snr", [4, 1, 5, 3, 2]],
    ["name,-id", [4, 5, 2, 1, 3]],
    ["-name,id", [1, 2, 5, 4, 3]],
  ])("sorts by %s: numbers as numbers, stable, missing values last", (sort, expected) => {
    expect(ids(sort)).toEqual(expected);
  });

  it("filters, sorts by a column that is not shown, selects and limits", () => {
    const result = queryTable(UNITS, {
      where: parseWhere("snr < 5"),
      sort: parseSort("-snr"),
      columns: ["name", "id"],
    });
    expect(firstRows(result, 2).objects()).toEqual([
      { name: "b", id: 1 },
      { name: "a", id: 5 },
    ]);
    expect(result.columnNames()).toEqual(["name", "id"]);
  });

  it("returns the table itself if nothing is requested", () => {
    expect(queryTable(UNITS, { sort: [] })).toBe(UNITS);
    expect(firstRows(UNITS, undefined)).toBe(UNITS);
    expect(firstRows(UNITS, 0).numRows()).toBe(0);
  });

  it("lists the columns if one does not exist", () => {
    expect(() => queryTable(UNITS, { sort: parseSort("srn") })).toThrow(
      /--sort failed for "srn".*Did you mean snr\? snr: signal-to-noise ratio [^.]*\. The columns are id, snr, name/,
    );
    expect(() => queryTable(UNITS, { sort: [], columns: ["id", "nam"] })).toThrow(/Did you mean name\?/);
  });
});

it("structures are counted over channels and units, outside the brain last", () => {
  const channels = table({
    id: [1, 2, 3, 4],
    ecephys_structure_acronym: [null, "VISp", "CA1", "VISp"],
    ecephys_probe_id: [10, 10, 11, 11],
    ecephys_session_id: [100, 100, 100, 100],
  });
  const units = table({ id: [7, 8, 9], ecephys_structure_acronym: ["CA1", "CA1", null] });
  expect(countPerStructure(channels, units).objects()).toEqual([
    { ecephys_structure_acronym: "CA1", unit_count: 2, channel_count: 1, probe_count: 1, session_count: 1 },
    { ecephys_structure_acronym: "VISp", unit_count: 0, channel_count: 2, probe_count: 2, session_count: 1 },
    { ecephys_structure_acronym: null, unit_count: 1, channel_count: 1, probe_count: 1, session_count: 1 },
  ]);
});
