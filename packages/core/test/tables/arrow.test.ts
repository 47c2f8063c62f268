import { DataType, tableFromIPC } from "apache-arrow";
import { type ColumnTable, fromArrow, table } from "arquero";
import { describe, expect, it } from "vitest";
import { createProjectCache } from "../../src/create-project-cache.ts";
import { writeArrow } from "../../src/tables/arrow.ts";
import { ArrowFileWriter } from "../../src/tables/arrow-file.ts";
import { labBackend } from "../project/backend.ts";

/** "id: Int64, …": the schema as another library reads it. */
function schemaOf(bytes: Uint8Array): Record<string, string> {
  const { fields } = tableFromIPC(bytes).schema;
  return Object.fromEntries(fields.map(({ name, type }) => [name, String(type)]));
}

const cache = await createProjectCache({ api: labBackend(), onWarning: () => {} });
const everything = { suppress: [] };
const TABLES: Readonly<Record<string, ColumnTable>> = {
  sessions: await cache.getSessionTable(everything),
  probes: await cache.getProbes(everything),
  channels: await cache.getChannels(everything),
  units: await cache.getUnits({ ...everything, filterByValidity: false, filterOutOfBrainUnits: false }),
  metrics: await cache.getUnitAnalysisMetricsForSession(715093703),
};

describe.each(Object.entries(TABLES))("the schema of %s", (_, whole) => {
  const schema = schemaOf(writeArrow(whole));

  it("does not depend on the rows", () => {
    for (const rows of [
      whole.slice(0, 0),
      whole.slice(0, 1),
      whole.slice(-3),
      whole.filter((d: object) => !d),
    ]) {
      expect(schemaOf(writeArrow(rows.reify(), { of: whole }))).toEqual(schema);
    }
  });

  it("has int64 for ids and counts, float64 for other numbers, and text, booleans and lists", () => {
    for (const [name, type] of Object.entries(schema)) {
      if (/(^|_)id$|_count$/.test(name)) expect([name, type]).toEqual([name, "Int64"]);
      expect(type).toMatch(/^(Int64|Float64|Utf8|Bool|List<(Utf8|Float64)>)$/);
    }
  });

  it.each(["stream", "file"] as const)("comes with the same values as a %s, to two readers", (format) => {
    const bytes = writeArrow(whole, { format });
    const theirs = tableFromIPC(bytes);
    const ours = fromArrow(bytes);
    const names = whole.columnNames();
    expect([theirs.numRows, ours.numRows()]).toEqual([whole.numRows(), whole.numRows()]);
    for (let row = 0; row < Math.min(50, whole.numRows()); row += 7) {
      for (const name of names) {
        const expected = plain(whole.get(name, row));
        expect([name, plain(theirs.getChild(name)?.get(row))]).toEqual([name, expected]);
        expect([name, plain(ours.get(name, row))]).toEqual([name, expected]);
      }
    }
  });
});

/** A cell without the reader's own classes: ids as numbers, missing values null, lists as arrays. */
function plain(value: unknown): unknown {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object") return value;
  return Array.from(value as Iterable<unknown>, plain);
}

describe("a column", () => {
  const typeOf = (values: unknown, name = "unheard_of") =>
    schemaOf(writeArrow(table({ [name]: values } as never)))[name];

  it("that nobody declared is float64, text, boolean or a list by its values, and else JSON text", () => {
    expect(typeOf(Float64Array.of(1, 2))).toBe("Float64");
    expect(typeOf([1, null, 2])).toBe("Float64");
    expect(typeOf([null, null])).toBe("Utf8");
    expect(typeOf([true, null])).toBe("Bool");
    expect(typeOf([["a"], [], null])).toBe("List<Utf8>");
    expect(typeOf([Float64Array.of(1), null])).toBe("List<Float64>");
    expect(typeOf([new Date(0)])).toMatch(/^Timestamp<MILLISECOND/);
    const mixed = tableFromIPC(writeArrow(table({ a: [1, "x", true, null, ["y"]] })));
    expect(Array.from(mixed.getChild("a") ?? [])).toEqual(["1", "x", "true", null, '["y"]']);
  });

  it("whose values are not what is declared keeps them", () => {
    expect(typeOf(["a", "b"], "id")).toBe("Utf8");
    expect(typeOf([1.5, 2], "unit_id")).toBe("Float64");
    const stimuli = table({ stimulus_name: ["gabors", "gratings"], size: [1, [2, 3]] });
    expect(schemaOf(writeArrow(stimuli)).size).toBe("List<Float64>");
    const large = writeArrow(table({ id: Float64Array.of(2 ** 53 - 1, Number.NaN) }));
    expect(Array.from(tableFromIPC(large).getChild("id") ?? [])).toEqual([9007199254740991n, null]);
  });

  it("of integers that a number does not hold is int64 where it can, else text", () => {
    expect(typeOf([2n ** 60n, null])).toBe("Int64");
    const read = tableFromIPC(writeArrow(table({ x: [2n ** 60n], y: [2n ** 63n], z: [[1n, 2n]] })));
    expect(read.get(0)?.toJSON()).toEqual({ x: 2n ** 60n, y: "9223372036854775808", z: '["1","2"]' });
  });

  it("keeps infinities", () => {
    const read = tableFromIPC(writeArrow(table({ x: Float64Array.of(Infinity, NaN, -Infinity) })));
    expect(Array.from(read.getChild("x") ?? [])).toEqual([Infinity, null, -Infinity]);
    expect(DataType.isFloat(read.schema.fields[0]?.type)).toBe(true);
  });
});

it.each(["file", "stream"] as const)("what is said of a %s and of its columns is in the schema", (format) => {
  const writer = new ArrowFileWriter(format, { made: "today, 23 °C" });
  const columns = [
    { name: "time", type: "float64", values: [1, null], metadata: { unit: "s", missing: "no spike" } },
    { name: "id", type: "int64", values: [1n, 2n] },
  ] as const;
  const bytes = Buffer.concat([...writer.batch(columns), ...writer.end(columns)]);
  const { numRows, schema } = tableFromIPC(bytes);
  expect(numRows).toBe(2);
  expect([...schema.metadata]).toEqual([["made", "today, 23 °C"]]);
  expect([...schema.fields[0]!.metadata]).toEqual([
    ["unit", "s"],
    ["missing", "no spike"],
  ]);
  expect(schema.fields[1]!.metadata.size).toBe(0);
});
