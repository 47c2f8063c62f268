import { cacheFiles } from "@ecephys/fixtures";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tableFromColumns } from "../../src/tables/build.ts";
import { NA_WORDS } from "../../src/tables/cell.ts";
import { readCsv } from "../../src/tables/csv-read.ts";
import { afterCsvRoundTrip } from "../../src/tables/csv-round-trip.ts";
import { writeCsv } from "../../src/tables/csv-write.ts";
import { CHANNELS, PROBES, SESSIONS, type TableSchema, UNITS } from "../../src/tables/schema.ts";

const THINGS: TableSchema = {
  name: "things",
  columns: [
    { name: "id", type: "integer" },
    { name: "number", type: "number" },
    { name: "whole", type: "integer" },
    { name: "flag", type: "boolean" },
    { name: "text", type: "text" },
  ],
};

const resource = "things.csv";
const told = (columns: Record<string, ArrayLike<unknown>>) =>
  afterCsvRoundTrip(tableFromColumns(THINGS, columns), THINGS);

describe("predicting a table after writing and reading", () => {
  it.each<[string, TableSchema]>([
    ["sessions.csv", SESSIONS],
    ["probes.csv", PROBES],
    ["channels.csv", CHANNELS],
    ["units.csv", UNITS],
  ])("is told for AllenSDK's %s", (name, schema) => {
    const table = readCsv(cacheFiles("mini").get(name)!, schema, { resource: name });
    const after = afterCsvRoundTrip(table, schema);
    expect(after?.columnNames()).toEqual(table.columnNames());
    expect(after?.objects()).toEqual(table.objects());
  });

  it("predicts what reading gives, or nothing", () => {
    const cells = fc.record({
      step: fc.integer({ min: 0, max: 9 }),
      number: fc.oneof(fc.double(), fc.constant(-0), fc.integer()),
      whole: fc.oneof({ arbitrary: fc.maxSafeInteger(), weight: 9 }, fc.constantFrom(null, -0)),
      flag: fc.constantFrom(true, false, null),
      text: fc.oneof(
        fc.string(),
        fc.string({ unit: "binary" }),
        fc.constantFrom(null, "\ud800", ...NA_WORDS),
      ),
    });
    let tellings = 0;
    fc.assert(
      fc.property(fc.array(cells, { minLength: 1, maxLength: 8 }), fc.boolean(), (rows, areOthersFirst) => {
        let id = 0;
        // A step of 0 repeats an id now and then.
        const ids = rows.map(({ step }) => (id += Math.min(step * 3, 9)));
        const others = {
          text: rows.map(({ text }) => text),
          flag: rows.map(({ flag }) => flag),
          whole: rows.map(({ whole }) => whole),
          number: rows.map(({ number }) => number),
        };
        const table = tableFromColumns(
          THINGS,
          areOthersFirst ? { ...others, id: ids } : { id: ids, ...others },
        );
        const after = afterCsvRoundTrip(table, THINGS);
        if (after === undefined) return;
        tellings += 1;
        const read = readCsv(writeCsv(table, THINGS), THINGS, { resource });
        expect(after.columnNames()).toEqual(read.columnNames());
        for (const name of read.columnNames()) expect(after.array(name)).toEqual(read.array(name));
      }),
      { numRuns: 500 },
    );
    expect(tellings).toBeGreaterThan(50);
  });

  it("treats pandas' strings for missing values as missing", () => {
    expect(told({ id: [1, 2, 3], text: ["NA", "", "None"] })?.array("text")).toEqual([null, null, "None"]);
  });

  it("predicts nothing if reading is needed", () => {
    expect(told({ id: [1, 2], number: [1, -0] })).toBeUndefined();
    expect(told({ id: [1, 2], more: [1, 2] })).toBeUndefined();
    expect(told({ id: [1, 1] })).toBeUndefined();
    expect(told({ id: [2, 1] })).toBeUndefined();
    expect(told({ id: [1], text: ["\ud800"] })).toBeUndefined();
  });
});
