import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ModulePage, openModulePage } from "@ecephys/fixtures/browser";
import { refusal, temporaryDirectory } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDataset, type RowSource, writeRows } from "../../src/node.ts";
import type { Library } from "./dataset-page.ts";

declare const library: Library;

const UNITS = 100;
const SPIKES = 4000;
const SESSIONS = [1, 2];
/** In both sessions: 8 bytes a spike. */
const ALL_BYTES = SESSIONS.length * UNITS * SPIKES * 8;
const WHERE = "unit_id == 42 && spike_time >= 100 && spike_time < 101";

/** As many spikes of each unit, ten a second. */
const spikes: RowSource = {
  columns: [
    { name: "unit_id", type: "int64", nullable: false, description: "identifier of the unit" },
    { name: "spike_time", type: "float64", nullable: false, unit: "s" },
  ],
  async *blocks() {
    const spike_time = Float64Array.from({ length: SPIKES }, (_, at) => at / 10);
    for (let unit = 0; unit < UNITS; unit += 1)
      yield { rowCount: SPIKES, columns: { unit_id: new Float64Array(SPIKES).fill(unit), spike_time } };
  },
};

let opened: ModulePage;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(temporaryDirectory(), "dataset-"));
  const files: Record<string, Uint8Array> = {};
  const paths = SESSIONS.map((id) => `spikes/ecephys_session_id=${id}/part-0.parquet`);
  for (const path of paths) {
    await writeRows(spikes, join(directory, path), { format: "parquet", rowGroupRows: 100_000 });
    files[`/dataset/${path.replace("=", "%3D")}`] = readFileSync(join(directory, path));
  }
  const manifest = { version: 1, tables: [{ name: "spikes", files: paths.map((path) => ({ path })) }] };
  files["/dataset/_dataset.json"] = new TextEncoder().encode(JSON.stringify(manifest));
  opened = await openModulePage(join(import.meta.dirname, "dataset-page.ts"), files);
  await opened.page.goto(opened.url);
  await opened.page.waitForFunction(() => "library" in globalThis);
}, 120_000);

afterAll(() => opened?.close());

const EXPECTED = SESSIONS.flatMap((id) =>
  Array.from({ length: 10 }, (_, at) => [id, 42, (1000 + at) / 10] as const),
);

test("a dataset in a directory is read by session, column and condition", async () => {
  const dataset = await openDataset(directory);
  expect(dataset.tableNames).toEqual(["spikes"]);
  expect((await dataset.describe("spikes")).columns).toEqual([
    { name: "ecephys_session_id", type: "int64", nullable: false },
    ...spikes.columns,
  ]);
  const found = await dataset.table("spikes", { where: WHERE });
  const columns = ["ecephys_session_id", "unit_id", "spike_time"].map((name) => found.array(name));
  expect(EXPECTED.map((_, row) => columns.map((column) => column[row]))).toEqual(EXPECTED);
  expect(found.numRows()).toBe(EXPECTED.length);
  const before = dataset.transferred.bytes;
  const one = await dataset.table("spikes", {
    where: "ecephys_session_id == 2 && unit_id == 7",
    columns: "spike_time",
  });
  expect(one.columnNames()).toEqual(["spike_time"]);
  expect(one.numRows()).toBe(SPIKES);
  expect(dataset.transferred.bytes - before).toBeLessThan(ALL_BYTES / 20);
  expect((await dataset.table("spikes", { sessions: [1], columns: "unit_id" })).numRows()).toBe(
    UNITS * SPIKES,
  );
});

test("what a dataset does not have is refused by name", async () => {
  const dataset = await openDataset(directory);
  expect(await refusal(dataset.table("spike"))).toMatch(/^not-found: .*Did you mean spikes/);
  expect(await refusal(dataset.table("spikes", { columns: "unit" }))).toMatch(/column "unit" of spikes/);
  expect(await refusal(dataset.table("spikes", { where: "unit == 1" }))).toMatch(/column "unit" of spikes/);
  expect(await refusal(dataset.table("spikes", { sessions: 3 }))).toMatch(/session 3 of spikes/);
  expect(await refusal(dataset.table("spikes", { session: 3 } as never))).toMatch(/Did you mean sessions/);
  expect(await refusal(openDataset(join(directory, "none")))).toMatch(/^not-found: .*no such directory/);
});

test("of a dataset on a server, Node and a page transfer what is asked for, in few requests", async () => {
  const url = `${opened.url}dataset/`;
  const dataset = await openDataset(url);
  const found = await dataset.table("spikes", { where: WHERE });
  const inPage = await opened.page.evaluate(
    async ([address, where]) => {
      const remote = await library.openDataset(address!);
      const rows = await remote.table("spikes", { where: where! });
      const parquet = await library.exportTable(rows, { format: "parquet" });
      return { times: [...rows.array("spike_time")], read: remote.transferred, parquet: parquet.byteLength };
    },
    [url, WHERE],
  );
  expect(inPage.times).toEqual(EXPECTED.map(([, , time]) => time));
  expect(found.numRows()).toBe(EXPECTED.length);
  for (const { bytes, requests } of [dataset.transferred, inPage.read]) {
    expect(bytes).toBeLessThan(ALL_BYTES / 8);
    expect(requests).toBeLessThanOrEqual(7 * SESSIONS.length);
  }
  expect(inPage.parquet).toBeGreaterThan(100);
  expect(await refusal(openDataset(`${opened.url}elsewhere/`))).toMatch(/^not-found: .*_dataset\.json/);
});
