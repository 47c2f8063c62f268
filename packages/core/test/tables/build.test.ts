import { EcephysError } from "@ecephys/files";
import { describe, expect, it } from "vitest";
import { tableFromColumns, tableFromRecords } from "../../src/tables/build.ts";
import {
  CHANNELS,
  PROBES,
  SESSIONS,
  type TableSchema,
  UNIT_ANALYSIS_METRICS,
} from "../../src/tables/schema.ts";

describe("tableFromRecords", () => {
  it("gives known columns their declared types, whatever the records contain", () => {
    const table = tableFromRecords(PROBES, [
      {
        id: "7",
        name: "007",
        phase: 16,
        sampling_rate: "29999.9",
        has_lfp_data: "True",
        ecephys_session_id: 3n,
      },
      { id: 8, name: null, phase: "3a", sampling_rate: null, has_lfp_data: 0 },
    ]);
    expect(table.column("id")).toEqual(Float64Array.of(7, 8));
    expect(table.column("ecephys_session_id")).toEqual(Float64Array.of(3, Number.NaN));
    expect(table.column("sampling_rate")).toEqual(Float64Array.of(29999.9, Number.NaN));
    expect(table.array("name")).toEqual(["007", null]);
    expect(table.array("phase")).toEqual(["16", "3a"]);
    expect(table.array("has_lfp_data")).toEqual([true, false]);
  });

  it("puts the id first, then the schema's columns that there are, then the rest", () => {
    const table = tableFromRecords(CHANNELS, [{ extra: 1, local_index: 0, ecephys_probe_id: 2, id: 1 }]);
    expect(table.columnNames()).toEqual(["id", "ecephys_probe_id", "local_index", "extra"]);
  });

  it("has all of the schema's columns, typed, if there are no records", () => {
    const table = tableFromRecords(SESSIONS, []);
    expect(table.numRows()).toBe(0);
    expect(table.columnNames()).toEqual(SESSIONS.columns.map(({ name }) => name));
    expect(table.column("age_in_days")).toEqual(new Float64Array(0));
    expect(table.column("sex")).toEqual([]);
  });

  it("infers other columns from all of their values, not from the first ones", () => {
    const records = Array.from({ length: 2000 }, (_, id) => ({
      ecephys_unit_id: id,
      late: id < 1999 ? null : 0.5,
      word: id < 1999 ? "1" : "on",
      flag: id % 2 ? true : null,
      list: id < 1999 ? null : [1, null, "x"],
      code: "007",
      nothing: null,
      whole: String(id),
    }));
    const table = tableFromRecords(UNIT_ANALYSIS_METRICS, records);
    expect(table.column("late")).toBeInstanceOf(Float64Array);
    expect(table.get("late", 1999)).toBe(0.5);
    expect(table.get("word", 0)).toBe("1");
    expect(table.get("flag", 0)).toBeNull();
    expect(table.get("flag", 1)).toBe(true);
    expect(table.get("list", 1999)).toEqual([1, null, "x"]);
    expect(table.get("code", 5)).toBe("007");
    expect(table.get("nothing", 5)).toBeNaN();
    expect(table.get("whole", 1998)).toBe(1998);
  });

  it("converts dates to text in ISO 8601", () => {
    const table = tableFromRecords(SESSIONS, [{ id: 1, published_at: new Date("2019-10-03T00:00:00Z") }]);
    expect(table.get("published_at", 0)).toBe("2019-10-03T00:00:00Z");
  });

  it("reads only the records' own properties", () => {
    const record = JSON.parse('{"id": 1, "__proto__": 2, "constructor": 3}') as Record<string, unknown>;
    expect(tableFromRecords(SESSIONS, [record]).columnNames()).toEqual(["id", "__proto__", "constructor"]);
  });

  it.each<[TableSchema, Record<string, unknown>, RegExp]>([
    [
      CHANNELS,
      { id: 1, local_index: 1.5 },
      /channels table: column "local_index", row 2: 1\.5 is not an integer/,
    ],
    [CHANNELS, { id: 1, local_index: "0x10" }, /"local_index", row 2: "0x10" is not an integer/],
    [CHANNELS, { id: 1, ecephys_structure_id: true }, /"ecephys_structure_id", row 2: true is not a number/],
    [CHANNELS, { id: 2n ** 60n }, /column "id", row 2: 1152921504606846976 is not an integer/],
    [CHANNELS, { id: 1, ecephys_structure_acronym: ["VISp"] }, /row 2: \["VISp"\] is not a text/],
    [SESSIONS, { id: 1, has_nwb: "yes" }, /"has_nwb", row 2: "yes" is not a boolean/],
    [SESSIONS, { sex: "F" }, /sessions table: row 2 has no id/],
  ])("names table, column, row and value of what cannot be: %#", (schema, record, message) => {
    const build = () => tableFromRecords(schema, [{ id: 0 }, record]);
    expect(build).toThrow(EcephysError);
    expect(build).toThrow(message);
  });

  it("refuses records without any id", () => {
    expect(() => tableFromRecords(CHANNELS, [{ local_index: 1 }])).toThrow('its id column "id" is missing');
  });
});

describe("tableFromColumns", () => {
  it("is the same from columns", () => {
    const table = tableFromColumns(CHANNELS, {
      ecephys_structure_acronym: ["VISp", null],
      id: BigInt64Array.of(1n, 2n),
      anterior_posterior_ccf_coordinate: Float32Array.of(0.5, Number.NaN),
    });
    expect(table.objects()).toEqual([
      { id: 1, anterior_posterior_ccf_coordinate: 0.5, ecephys_structure_acronym: "VISp" },
      { id: 2, anterior_posterior_ccf_coordinate: Number.NaN, ecephys_structure_acronym: null },
    ]);
    expect(tableFromColumns(SESSIONS, {}).columnNames()).toEqual(SESSIONS.columns.map(({ name }) => name));
  });

  it("refuses columns of different lengths", () => {
    expect(() => tableFromColumns(CHANNELS, { id: [1, 2], local_index: [0] })).toThrow(
      'column "local_index" has 1 rows, but others have 2',
    );
  });
});
