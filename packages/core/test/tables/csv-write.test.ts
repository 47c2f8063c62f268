import { isEcephysError } from "@ecephys/files";
import { cacheFiles } from "@ecephys/fixtures";
import { desc } from "arquero";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tableFromColumns } from "../../src/tables/build.ts";
import { NA_WORDS } from "../../src/tables/cell.ts";
import { readCsv } from "../../src/tables/csv-read.ts";
import { writeCsv } from "../../src/tables/csv-write.ts";
import {
  CHANNELS,
  PROBES,
  SESSIONS,
  type TableSchema,
  UNIT_ANALYSIS_METRICS,
  UNITS,
} from "../../src/tables/schema.ts";

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

function written(columns: Record<string, ArrayLike<unknown>>, schema = THINGS): string {
  return new TextDecoder().decode(writeCsv(tableFromColumns(schema, columns), schema));
}

describe("writeCsv", () => {
  it.each<[string, TableSchema]>([
    ["sessions.csv", SESSIONS],
    ["probes.csv", PROBES],
    ["channels.csv", CHANNELS],
    ["units.csv", UNITS],
    ["brain_observatory_1.1_analysis_metrics.csv", UNIT_ANALYSIS_METRICS],
    ["functional_connectivity_analysis_metrics.csv", UNIT_ANALYSIS_METRICS],
  ])("writes AllenSDK's %s byte by byte as AllenSDK wrote it", (name, schema) => {
    const bytes = cacheFiles("mini").get(name)!;
    const copy = writeCsv(readCsv(bytes, schema, { resource: name }), schema);
    expect(new TextDecoder().decode(copy)).toBe(new TextDecoder().decode(bytes));
  });

  it("writes numbers so that pandas restores their type", () => {
    expect(written({ id: [1, 2], number: [97, 0.5], whole: [3, 4] })).toBe(
      "id,number,whole\n1,97.0,3\n2,0.5,4\n",
    );
    expect(written({ id: [1, 2], whole: [3, null] })).toBe("id,whole\n1,3.0\n2,\n");
    expect(written({ id: [1], extra: [3], half: [2.5] })).toBe("id,extra,half\n1,3,2.5\n");
  });

  it("writes floats in Python's notation", () => {
    const number = [1e-5, 1.5e-7, 0.0001, 1e16, 123456789012345680, 1e22, -0, Infinity, -Infinity, 1e-100];
    const lines = written({ id: number.map((_, row) => row), number })
      .trim()
      .split("\n")
      .slice(1);
    expect(lines.map((line) => line.split(",")[1])).toEqual(
      "1e-05 1.5e-07 0.0001 1e+16 1.2345678901234568e+17 1e+22 -0.0 inf -inf 1e-100".split(" "),
    );
  });

  it("writes booleans, lists, quotes and missing values as Python does", () => {
    expect(
      written({
        id: [1, 2],
        flag: [true, null],
        text: ['say "hi", you', "a\nb"],
        list: [[1.5, "it's", null, true, [2]], null],
      }),
    ).toBe('id,flag,text,list\n1,True,"say ""hi"", you","[1.5, \'it\\\'s\', None, True, [2]]"\n2,,"a\nb",\n');
  });

  it("writes the filtered rows, in the table's order", () => {
    const table = tableFromColumns(THINGS, { id: [1, 2, 3] });
    const shown = table.filter((row: { id: number }) => row.id > 1).orderby(desc("id"));
    expect(new TextDecoder().decode(writeCsv(shown, THINGS))).toBe("id\n3\n2\n");
    expect(new TextDecoder().decode(writeCsv(table.slice(1), THINGS))).toBe("id\n2\n3\n");
  });

  it("writes a table without rows as its header", () => {
    expect(written({})).toBe("id,number,whole,flag,text\n");
  });
});

const text = fc
  .oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", " ", "a", "'", "[", "]", "7", "\t", "\uFEFF") }),
  )
  .filter((value) => !NA_WORDS.has(value));

const row = fc.record({
  number: fc.oneof(fc.double(), fc.constantFrom(0.1, 97, -0)),
  whole: fc.oneof(fc.maxSafeInteger(), fc.constant(null)),
  flag: fc.option(fc.boolean()),
  text: fc.option(text),
});

const table = fc.array(row, { maxLength: 30 }).map((rows) =>
  tableFromColumns(THINGS, {
    id: rows.map((_, index) => index),
    number: rows.map(({ number }) => number),
    whole: rows.map(({ whole }) => whole),
    flag: rows.map(({ flag }) => flag),
    text: rows.map((cells) => cells.text),
  }),
);

describe("CSV, both ways", () => {
  it("restores every table exactly", () => {
    fc.assert(
      fc.property(table, (before) => {
        const after = readCsv(writeCsv(before, THINGS), THINGS, { resource });
        expect(after.columnNames()).toEqual(before.columnNames());
        for (const name of before.columnNames()) expect(after.array(name)).toEqual(before.array(name));
      }),
      { numRuns: 300 },
    );
  });

  it("never accepts a truncated file as complete", () => {
    fc.assert(
      fc.property(table, fc.nat(), (before, place) => {
        const bytes = writeCsv(before, THINGS);
        const cut = bytes.subarray(0, place % bytes.length);
        const read = attempt(() => readCsv(cut, THINGS, { resource }));
        if (read === undefined) return;
        // Cut just behind a line: what is there is a beginning of the whole.
        expect(cut.at(-1)).toBe(10);
        for (const name of before.columnNames()) {
          expect(read.array(name)).toEqual(before.array(name).slice(0, read.numRows()));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("returns for any bytes the table that they contain, or a format error", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .string({
          unit: fc.constantFrom("id", "a", ",", ",", "\n", "\n", "\r", '"', "1", "2", ".", "e", "é", "["),
        })
        .map((body) => new TextEncoder().encode(`id,a\n${body}\n`)),
    );
    fc.assert(
      fc.property(bytes, (content) => {
        const read = attempt(() => readCsv(content, THINGS, { resource }));
        if (read === undefined) return;
        const again = readCsv(writeCsv(read, THINGS), THINGS, { resource });
        for (const name of read.columnNames()) expect(again.array(name)).toEqual(read.array(name));
      }),
      { numRuns: 1000 },
    );
  });

  it("reads every number as Number() does", () => {
    const decimal = fc
      .tuple(
        fc.constantFrom("", "-", "+"),
        fc.stringMatching(/^\d{1,25}$/),
        fc.option(fc.stringMatching(/^\d{0,25}$/)),
        fc.option(fc.integer({ min: -330, max: 330 })),
      )
      .map(
        ([sign, whole, part, power]) =>
          `${sign}${whole}${part === null ? "" : `.${part}`}${power === null ? "" : `e${power}`}`,
      );
    fc.assert(
      fc.property(decimal, (digits) => {
        const read = readCsv(new TextEncoder().encode(`id,number\n1,${digits}\n`), THINGS, { resource });
        expect(read.get("number", 0)).toBe(Number(digits));
      }),
      { numRuns: 3000 },
    );
  });
});

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    expect(isEcephysError(error, "format")).toBe(true);
    return undefined;
  }
}
