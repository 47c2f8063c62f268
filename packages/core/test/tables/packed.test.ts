import { describe, expect, it } from "vitest";
import { tableFromRecords } from "../../src/tables/build.ts";
import { packRecords, tableFromPacked } from "../../src/tables/packed.ts";
import { CHANNELS, PROBES } from "../../src/tables/schema.ts";

const records = [
  { id: "1", name: "probeA", has_lfp_data: 1, note: "7" },
  { id: 2, name: null, sampling_rate: "29999.5" },
  { id: 3n, name: "probeA", has_lfp_data: "False", note: "on", late: [1, 2] },
];

describe("packed records", () => {
  it.each([1, 2, 3])("make the same table in pages of %d as all at once", (size) => {
    const pages = records.flatMap((_, row) => (row % size === 0 ? [records.slice(row, row + size)] : []));
    const packs = pages.map((page, index) => packRecords(PROBES, page, index * size));
    const table = tableFromPacked(PROBES, packs);
    const whole = tableFromRecords(PROBES, records);
    expect(table.columnNames().sort()).toEqual(whole.columnNames().sort());
    expect(table.columnName(0)).toBe("id");
    for (const name of whole.columnNames()) expect(table.column(name)).toEqual(whole.column(name));
  });

  it("have all of the schema's columns if there are none", () => {
    for (const packs of [[], [packRecords(CHANNELS, [])]]) {
      expect(tableFromPacked(CHANNELS, packs).columnNames()).toEqual(
        CHANNELS.columns.map(({ name }) => name),
      );
    }
  });

  it("name the row in the complete table of an invalid value", () => {
    expect(() => packRecords(CHANNELS, [{ id: 1 }, { id: "x" }], 5000)).toThrow('column "id", row 5002: "x"');
  });
});
