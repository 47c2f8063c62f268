import { isEcephysError } from "@ecephys/files";
import { cacheFiles } from "@ecephys/fixtures";
import { describe, expect, it } from "vitest";
import { readCsv } from "../../src/tables/csv-read.ts";
import {
  CHANNELS,
  PROBES,
  SESSIONS,
  type TableSchema,
  UNIT_ANALYSIS_METRICS,
  UNITS,
} from "../../src/tables/schema.ts";

const ANY: TableSchema = { name: "things", columns: [{ name: "id", type: "integer" }] };

function read(text: string | Uint8Array, schema: TableSchema = ANY) {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return readCsv(bytes, schema, { resource: "cache/things.csv" });
}

/** Cells of column "a" behind ids 1, 2, 3. */
function cells(...texts: string[]) {
  return read(`id,a\n${texts.map((text, row) => `${row + 1},${text}\n`).join("")}`).array("a");
}

describe("readCsv reads what pandas reads", () => {
  it("treats pandas' strings as missing, and keeps None as text (note T11)", () => {
    expect(cells("NA", "null", "nan", "None", "N/A", "x", "")).toEqual([
      null,
      null,
      null,
      "None",
      null,
      "x",
      null,
    ]);
    expect(cells("NA", "1.5", '""')).toEqual([Number.NaN, 1.5, Number.NaN]);
  });

  it("reads True and False with gaps as booleans", () => {
    expect(cells("True", "", "False")).toEqual([true, null, false]);
  });

  it("reads lists as arrays (note M3)", () => {
    expect(cells('"[23.1, -23.2]"', "", "[]", `"['a', None, True]"`)).toEqual([
      [23.1, -23.2],
      null,
      [],
      ["a", null, true],
    ]);
    expect(cells('"[1, 2]"', "x")).toEqual(["[1, 2]", "x"]);
  });

  it("infers a column's type from all of its cells", () => {
    expect(cells("1", "2", "x")).toEqual(["1", "2", "x"]);
    expect(cells("True", "VISp")).toEqual(["True", "VISp"]);
    expect(cells("007", "008")).toEqual(["007", "008"]);
    expect(cells("9007199254740993", "1")).toEqual(["9007199254740993", "1"]);
  });

  it.each([
    "0.04097352393619469",
    "3773.9166325491124",
    "29999.9674184945",
    "-1.5e-07",
    "1E5",
    "+2",
    " 3.5 ",
    ".5",
    "5.",
    "123456789012345678901234567890.5",
    "0.000000000000000000000000123456789",
    "1.7976931348623157e308",
    "5e-324",
  ])("reads %s as the nearest double (note T10 is pandas')", (text) => {
    expect(cells(text)).toEqual([Number(text)]);
  });

  it("reads infinities and a negative zero", () => {
    expect(cells("inf", "-inf", "Infinity", "-0.0")).toEqual([Infinity, -Infinity, Infinity, -0]);
  });

  it("reads quotes with commas, line breaks and quotes in them", () => {
    expect(cells('"a,b"', '"a\nb\r\nc"', '"say ""hi"""')).toEqual(["a,b", "a\nb\r\nc", 'say "hi"']);
    expect(cells('5"', 'a "b" c')).toEqual(['5"', 'a "b" c']);
  });

  it.each([
    ["CRLF", "id,a\r\n1,x\r\n2,y\r\n"],
    ["CR", "id,a\r1,x\r2,y\r"],
    ["a byte order mark", "\uFEFFid,a\n1,x\n2,y\n"],
    ["empty lines", "id,a\n\n1,x\n\n2,y\n\n"],
  ])("reads a file with %s", (_name, text) => {
    expect(read(text).objects()).toEqual([
      { id: 1, a: "x" },
      { id: 2, a: "y" },
    ]);
  });

  it("reads a header alone as no rows, with typed columns", () => {
    const table = read("id,ecephys_probe_id,ecephys_structure_acronym,extra\n", CHANNELS);
    expect(table.numRows()).toBe(0);
    expect(table.column("ecephys_probe_id")).toEqual(new Float64Array(0));
    expect(table.column("ecephys_structure_acronym")).toEqual([]);
  });

  it("gives known columns their type, whatever they contain (notes T9, T15)", () => {
    const table = read("name,phase,id,has_lfp_data\n007,16,1,1\nTrue,3a,2,False\n", PROBES);
    expect(table.columnNames()).toEqual(["id", "name", "phase", "has_lfp_data"]);
    expect(table.array("name")).toEqual(["007", "True"]);
    expect(table.array("phase")).toEqual(["16", "3a"]);
    expect(table.array("has_lfp_data")).toEqual([true, false]);
  });

  it("keeps unknown columns, after the others", () => {
    const table = read("mood,id,sex\ngood,1,F\n", SESSIONS);
    expect(table.objects()).toEqual([{ id: 1, sex: "F", mood: "good" }]);
    expect(table.columnNames()).toEqual(["id", "sex", "mood"]);
  });

  it("reads more distinct texts than first estimated", () => {
    const rows = Array.from({ length: 5000 }, (_, id) => `${id},text ${id % 3000} ü\n`).join("");
    const table = read(`id,a\n${rows}`);
    expect(table.get("a", 2999)).toBe("text 2999 ü");
    expect(table.get("a", 4999)).toBe("text 1999 ü");
  });

  it("reads the cache that AllenSDK wrote", () => {
    const files = cacheFiles("mini");
    const open = (name: string, schema: TableSchema) => read(files.get(name)!, schema);
    expect(open("sessions.csv", SESSIONS).numRows()).toBe(5);
    expect(open("probes.csv", PROBES).numRows()).toBe(20);
    expect(open("channels.csv", CHANNELS).numRows()).toBe(6144);
    expect(open("units.csv", UNITS).numRows()).toBe(909);
    const metrics = open("brain_observatory_1.1_analysis_metrics.csv", UNIT_ANALYSIS_METRICS);
    expect(metrics.object(0)).toMatchObject({
      ecephys_unit_id: 951028912,
      center_rf: [23.120792, -23.260202],
      class_rf: "on",
      on_screen_rf: false,
      pref_ori_dg: 315,
      run_pval_dg: 1.1026394e-6,
    });
  });
});

describe("readCsv refuses invalid files", () => {
  it.each<[string, string | Uint8Array, RegExp, TableSchema?]>([
    ["an empty file", "", /it is empty/],
    ["a byte order mark alone", "\uFEFF", /it is empty/],
    ["a cut last line", "id,a\n1,x\n2,0.87", /last line \(row 2\) does not end in a line break/],
    ["a cut header", "id,a", /last line \(the header\) does not end in a line break/],
    ["an open quote in the header", 'id,"a\n1,x\n', /the header has a quote that is never closed/],
    ["a row with too few cells", "id,a\n1,x\n2\n", /row 2 has 1 cells, but the header has 2/],
    ["a row with too many cells", "id,a\n1,x,y\n", /row 1 has 3 cells, but the header has 2/],
    ["an open quote", 'id,a\n1,"x\n2,y\n', /row 1 has a quote that is never closed/],
    ["text behind a quote", 'id,a\n1,"x"y\n', /row 1 has text after a closing quote/],
    ["no id column", "a,b\n1,2\n", /no id column "id" \(its columns are a, b\)/],
    ["a missing id", "id,a\n1,x\n,y\n", /row 2 has no id/],
    ["an id twice", "id,a\n1,x\n3,y\n1,z\n", /row 3 repeats the id 1/],
    ["an id that is no integer", "id,a\n1.5,x\n", /column "id", row 1: "1.5" is not an integer/],
    ["an id beyond exact doubles", "id,a\n9007199254740993,x\n", /"9007199254740993" is not an integer/],
    ["two columns of one name", "id,a,a\n1,2,3\n", /two of its columns are named "a"/],
    ["text in a number column", "id,snr\n1,high\n", /column "snr", row 1: "high" is not a number/, UNITS],
    [
      "words in a boolean column",
      "id,has_nwb\n1,yes\n",
      /"has_nwb", row 1: "yes" is not a boolean/,
      SESSIONS,
    ],
    ["text that is not UTF-8", Uint8Array.of(105, 100, 44, 97, 10, 49, 44, 0xff, 10), /not UTF-8/],
    ["a web page", "<!DOCTYPE html>\n<html>\n</html>\n", /no id column/],
  ])("%s", (_name, text, message, schema) => {
    let error: unknown;
    try {
      read(text, schema);
    } catch (thrown) {
      error = thrown;
    }
    expect(isEcephysError(error, "format")).toBe(true);
    expect(String(error)).toMatch(message);
    expect(String(error)).toContain("cache/things.csv");
  });
});
