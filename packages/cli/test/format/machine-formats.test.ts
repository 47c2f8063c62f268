import { toDelimited, toJson, toNdjson } from "@ecephys/core/internal";
import { type ColumnTable, table } from "arquero";
import { describe, expect, it } from "vitest";
import { inChunks } from "../../src/format/chunks.ts";
import { defaultFormat } from "../../src/format/default-format.ts";

const ODD = table({
  id: Float64Array.of(1, 2, 3),
  value: Float64Array.of(0.1, Number.NaN, Number.POSITIVE_INFINITY),
  text: ['say "hi"', null, "a,b\nc\td"],
  flag: [true, null, false],
  list: [["VISp", "it's"], [1.5, Number.NaN], null],
});
const EMPTY = table({ id: [], text: [] });

const text = (pieces: Iterable<string>) => [...pieces].join("");
const csv = (rows: ColumnTable) => text(toDelimited(rows, ","));

describe("CSV and TSV", () => {
  it("quote what needs it, leave missing values empty, write booleans and lists as pandas does", () => {
    expect(csv(ODD)).toBe(
      [
        "id,value,text,flag,list",
        `1,0.1,"say ""hi""",True,"['VISp', 'it\\'s']"`,
        `2,,,,"[1.5, nan]"`,
        `3,inf,"a,b\nc\td",False,`,
        "",
      ].join("\n"),
    );
    expect(text(toDelimited(ODD, "\t")).split("\n")[3]).toBe('3\tinf\t"a,b');
  });

  it("keep rows with only a missing value, and tables without rows", () => {
    expect(csv(table({ a: [1, Number.NaN] }))).toBe('a\n1\n""\n');
    expect(csv(EMPTY)).toBe("id,text\n");
  });

  it("lose no digit", () => {
    const values = [0.1 + 0.2, 1e21, 5e-324, 1 / 3, 950911932, -0.5];
    expect(
      csv(table({ x: values }))
        .trim()
        .split("\n")
        .slice(1)
        .map(Number),
    ).toEqual(values);
  });
});

describe("JSON", () => {
  it('has null for missing values, "Infinity" for infinities, and arrays for lists', () => {
    const rows = [
      { id: 1, value: 0.1, text: 'say "hi"', flag: true, list: ["VISp", "it's"] },
      { id: 2, value: null, text: null, flag: null, list: [1.5, null] },
      { id: 3, value: "Infinity", text: "a,b\nc\td", flag: false, list: null },
    ];
    expect(JSON.parse(text(toJson(ODD)))).toEqual(rows);
    expect(
      text(toNdjson(ODD))
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(rows);
  });

  it("tells infinities from missing values in lists as well", () => {
    const odd = table({
      x: Float64Array.of(Number.NEGATIVE_INFINITY),
      y: [Float64Array.of(1, Infinity, NaN)],
    });
    expect(text(toNdjson(odd))).toBe('{"x":"-Infinity","y":[1,"Infinity",null]}\n');
  });

  it("is an empty array for a table without rows", () => {
    expect(text(toJson(EMPTY))).toBe("[]\n");
    expect(text(toNdjson(EMPTY))).toBe("");
  });
});

it("small pieces are written in large chunks, none lost", () => {
  const pieces = Array.from({ length: 50_000 }, (_, i) => `${i}\n`);
  const chunks = [...inChunks(pieces)];
  expect(chunks.join("")).toBe(pieces.join(""));
  expect(chunks.length).toBeLessThan(10);
});

it.each([
  [undefined, true, "table"],
  [undefined, false, "csv"],
  ["units.TSV", true, "tsv"],
  ["units.jsonl", false, "ndjson"],
  ["units.feather", false, "arrow"],
  ["units", true, "csv"],
] as const)("the format of %s (terminal: %s) is %s", (out, terminal, format) => {
  expect(defaultFormat(out, terminal)).toBe(format);
});
