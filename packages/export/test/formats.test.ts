import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ColumnTable, fromArrow, table } from "@ecephys/core/arquero";
import { toDelimited, toNdjson, writeArrow } from "@ecephys/core/internal";
import { onSmallDisk, refusal, temporaryDirectory } from "@ecephys/fixtures/testing";
import { expect, test } from "vitest";
import {
  type EncodeOptions,
  exportTable,
  openDataset,
  type RowSource,
  tableRows,
  writeRows,
} from "../src/node.ts";
import { rowsOf } from "./rows-of.ts";

const ODD: ColumnTable = table({
  id: Float64Array.of(950911932, 2, 3, 4),
  value: Float64Array.of(0.1, Number.NaN, Number.POSITIVE_INFINITY, -0),
  text: ['say "hi"', null, "a,b\nc\td", "ü 🐁"],
  flag: [true, null, false, true],
  list: [[1.5, Number.NaN], [], null, [2]],
  mixed: [1, "two", null, [3]],
  time: [new Date(1570060800000), null, new Date(0), new Date(-1)],
});

/** One that nothing else is in. */
const newDirectory = () => mkdtempSync(join(temporaryDirectory(), "rows-"));

const decoded = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** The numbers 0 to `count` in blocks; throws after them where `error` is given. */
function numbers(count: number, error?: Error): RowSource {
  return {
    columns: [
      { name: "id", type: "int64", nullable: false },
      { name: "half", type: "float64", nullable: true },
    ],
    async *blocks() {
      for (let start = 0; start < count; start += 1000) {
        const id = Float64Array.from({ length: 1000 }, (_, at) => start + at);
        yield { rowCount: 1000, columns: { id, half: id.map((n) => (n % 3 === 0 ? Number.NaN : n / 2)) } };
      }
      if (error) throw error;
    },
  };
}

async function readBack(source: RowSource, options: Omit<EncodeOptions, "format"> = {}) {
  const directory = newDirectory();
  await writeRows(source, join(directory, "rows.parquet"), { ...options, format: "parquet" });
  return (await openDataset(directory)).table("rows");
}

test("CSV and NDJSON are those that tables are written in", async () => {
  const simple = table({
    id: ODD.array("id"),
    value: ODD.array("value"),
    text: ODD.array("text"),
    flag: ODD.array("flag"),
    list: ODD.array("list"),
  });
  expect(decoded(await exportTable(simple, { format: "csv" }))).toBe([...toDelimited(simple, ",")].join(""));
  expect(decoded(await exportTable(simple, { format: "ndjson" }))).toBe([...toNdjson(simple)].join(""));
  expect(decoded(await exportTable(table({ a: [], b: [] }), { format: "csv" }))).toBe("a,b\n");
});

test("Arrow files of several batches are read as the table that is written at once", async () => {
  const bytes = await exportTable(ODD, { format: "arrow", rowGroupRows: 3 });
  const found = fromArrow(bytes);
  const whole = fromArrow(writeArrow(ODD));
  expect(found.columnNames()).toEqual(ODD.columnNames());
  expect(rowsOf(found)).toEqual(rowsOf(whole));
  const units = await exportTable(table({ unit_id: [1], spike_time: [0.5] }), { format: "arrow" });
  for (const known of ["ecephys:columns", "time of the spike"]) expect(decoded(units)).toContain(known);
  expect(rowsOf(fromArrow(await exportTable(ODD.slice(0, 0).reify(), { format: "arrow" })))).toEqual([]);
});

test.each(["snappy", "gzip", "none"] as const)(
  "what is written as Parquet with %s is read back",
  async (compression) => {
    const found = await readBack(tableRows(ODD), { compression, rowGroupRows: 3 });
    expect(found.columnNames()).toEqual(ODD.columnNames());
    expect(rowsOf(found, ["id", "value", "text", "flag", "list", "time"])).toEqual(
      rowsOf(ODD, ["id", "value", "text", "flag", "list", "time"]),
    );
    expect(Object.is(found.get("value", 3), -0)).toBe(true);
    expect(found.array("mixed")).toEqual(["1", "two", null, "[3]"]);
  },
);

test("pages, dictionaries and missing values among many rows are read back", async () => {
  const count = 50_000;
  const found = await readBack(numbers(count), { rowGroupRows: 40_000 });
  expect(found.numRows()).toBe(count);
  expect(found.column("id")).toEqual(Float64Array.from({ length: count }, (_, at) => at));
  expect(found.column("half")).toEqual(
    Float64Array.from({ length: count }, (_, at) => (at % 3 === 0 ? Number.NaN : at / 2)),
  );
  const wide = [2n ** 62n, -(2n ** 63n), 5n];
  const source = tableRows(table({ unit_id: wide }));
  await expect(readBack(source)).rejects.toThrow(/larger than a number of JavaScript holds exactly/);
});

test("a column of one value in a block need not repeat it; one that is missing is refused", async () => {
  const blocks = [
    {
      rowCount: 100,
      columns: { time: Float64Array.from({ length: 100 }, (_, at) => at) },
      constants: { id: 7, lab: "a" },
    },
    { rowCount: 2, columns: { time: [1, null], id: [8, 9] }, constants: { lab: null } },
  ];
  const source: RowSource = {
    columns: [
      { name: "id", type: "int64", nullable: false },
      { name: "time", type: "float64", nullable: true },
      { name: "lab", type: "text", nullable: true },
    ],
    async *blocks() {
      yield* blocks;
    },
  };
  const whole = table({
    id: [...Array(100).fill(7), 8, 9],
    time: [...Array(100).keys(), 1, null],
    lab: [...Array(100).fill("a"), null, null],
  });
  expect(rowsOf(await readBack(source))).toEqual(rowsOf(whole));
  const written = async (format: "arrow" | "csv") => {
    const path = join(newDirectory(), "rows");
    await writeRows(source, path, { format });
    return readFileSync(path);
  };
  expect(rowsOf(fromArrow(await written("arrow")))).toEqual(rowsOf(whole));
  expect((await written("csv")).toString()).toBe([...toDelimited(whole, ",")].join(""));
  for (const columns of [{}, { id: [1, 2] }, { toString: [1] }]) {
    const [column] = source.columns;
    const lacking = {
      columns: [column!],
      async *blocks() {
        yield { rowCount: 1, columns };
      },
    };
    expect(await refusal(readBack(lacking as RowSource))).toMatch(/^format: .*column id.*a block of 1 rows/);
  }
});

test("values that are not of their column's type are refused, and nothing is written", async () => {
  const directory = newDirectory();
  const path = join(directory, "rows.parquet");
  const column = (type: string, nullable: boolean, values: unknown[]): RowSource =>
    ({
      columns: [{ name: "x", type, nullable }],
      async *blocks() {
        yield { rowCount: values.length, columns: { x: values } };
      },
    }) as RowSource;
  for (const [type, values] of [
    ["int32", [2 ** 31]],
    ["int64", [0.5]],
    ["float64", ["1"]],
    ["boolean", [1]],
    ["text", [1]],
    ["float64", [null]],
  ] as const)
    expect(await refusal(writeRows(column(type, false, [...values]), path, { format: "parquet" }))).toMatch(
      /^format: .*column x.*not one of its type/,
    );
  expect(readdirSync(directory)).toEqual([]);
});

test("options that are misspelt or unknown are refused", async () => {
  const misspelt = { format: "parquet", rowgroupRows: 5 } as never;
  expect(await refusal(writeRows(numbers(0), "x", misspelt))).toMatch(/Did you mean rowGroupRows/);
  expect(await refusal(exportTable(ODD, { format: "xlsx" as never }))).toMatch(
    /one of parquet, arrow, csv, ndjson/,
  );
  expect(await refusal(exportTable(ODD, { format: "parquet", columns: "ids" }))).toMatch(
    /the name of a column/,
  );
});

test("a source that throws, an abort and a full disk leave the old file as it was, and nothing else", async () => {
  const directory = newDirectory();
  const path = join(directory, "rows.parquet");
  writeFileSync(path, "old");
  const options = { format: "parquet", rowGroupRows: 1000 } as const;
  await expect(writeRows(numbers(5000, new Error("broken")), path, options)).rejects.toThrow("broken");
  const controller = new AbortController();
  const onProgress = () => controller.abort(new Error("enough"));
  await expect(
    writeRows(numbers(5000), path, { ...options, signal: controller.signal, onProgress }),
  ).rejects.toThrow("enough");
  expect(readdirSync(directory)).toEqual(["rows.parquet"]);
  expect(readFileSync(path, "utf8")).toBe("old");
  await onSmallDisk(newDirectory(), async (disk) => {
    const onDisk = join(disk, "rows.parquet");
    writeFileSync(onDisk, "old");
    expect(await refusal(writeRows(numbers(100_000), onDisk, { format: "parquet" }))).toMatch(
      /^storage: .*rows\.parquet.*(disk is full|file is larger)/,
    );
    expect(readdirSync(disk)).toEqual(["rows.parquet"]);
    expect(readFileSync(onDisk, "utf8")).toBe("old");
  });
});
