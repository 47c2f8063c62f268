import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeCacheDirectory } from "@ecephys/fixtures";
import { newDirectory, refusal } from "@ecephys/fixtures/testing";
import { expect, it } from "vitest";
import { CORRECTIONS, type CorrectionChoice, correctionsOf } from "../../src/index.ts";
import { openProjectCache } from "../../src/open-project-cache.ts";
import { labBackend } from "../project/backend.ts";

/** The reference cache with five channels that were not registered, read without a backend. */
async function cacheWith(corrections?: CorrectionChoice) {
  const root = newDirectory();
  writeCacheDirectory("mini", root);
  const path = join(root, "channels.csv");
  const [head, ...rows] = readFileSync(path, "utf8").trimEnd().split("\n");
  const first = head!.split(",").indexOf("anterior_posterior_ccf_coordinate");
  const changed = rows.map((row, i) => {
    const cells = row.split(",");
    if (i < 5) cells.splice(first, 3, "-1000", "-1000", "-1000");
    return cells.join(",");
  });
  writeFileSync(path, `${[head, ...changed].join("\n")}\n`);
  const warnings: string[] = [];
  const cache = await openProjectCache({
    api: labBackend(),
    manifest: join(root, "ecephys_project_manifest.json"),
    offline: true,
    derivedFiles: false,
    onWarning: (message) => warnings.push(message),
    corrections,
  });
  return { cache, warnings };
}

const idsOf = (table: Parameters<typeof correctionsOf>[0]) =>
  correctionsOf(table).map(({ correction, rows, isCorrected }) => [correction.id, rows, isCorrected]);

it("tells once of coordinates that stand for none, gives them as they are, and notes them of the tables", async () => {
  const { cache, warnings } = await cacheWith();
  const channels = await cache.getChannels();
  const coordinates = [...channels.array("left_right_ccf_coordinate")];
  expect(coordinates.filter((value) => value === -1000)).toHaveLength(5);
  await cache.getUnits();
  await cache.getChannels();
  expect(warnings).toEqual([expect.stringMatching(/^5 of 6144 channels have coordinates of -1000/)]);
  expect(idsOf(channels)).toEqual([["ccf-not-registered", 5, false]]);
});

it("makes them missing on request, without a warning", async () => {
  const { cache, warnings } = await cacheWith(["ccf-not-registered"]);
  const given = await (await cacheWith()).cache.getChannels();
  const channels = await cache.getChannels();
  const corrected = channels.array("dorsal_ventral_ccf_coordinate");
  const stored = [...given.array("dorsal_ventral_ccf_coordinate")];
  expect([...corrected]).toEqual(stored.map((value) => (value === -1000 ? Number.NaN : value)));
  expect(warnings).toEqual([]);
  expect((await cache.getChannels()).array("id")).toEqual(given.array("id"));
});

it("tells of columns whose every row is affected in the tables' metadata, and renames on request", async () => {
  const { cache } = await cacheWith();
  const units = await cache.getUnits();
  expect(units.columnNames()).toContain("local_index");
  expect(idsOf(units)).toContainEqual(["unit-local-index", 367, false]);
  expect(idsOf(await cache.getSessionTable())).toEqual([["unit-counts", 5, false]]);
  expect(idsOf(await cache.getProbes())).toContainEqual(["lfp-subsampled", 20, false]);
  const other = await (await cacheWith("all")).cache.getUnits();
  expect(other.columnNames()).not.toContain("local_index");
  expect([...other.array("probe_channel_number" as "id")]).toEqual([...units.array("local_index")]);
  expect(idsOf(other)).toContainEqual(["unit-local-index", 367, true]);
});

it("changes nothing and says nothing where a table has no fault", async () => {
  const root = newDirectory();
  writeCacheDirectory("mini", root);
  const warnings: string[] = [];
  const cache = await openProjectCache({
    api: labBackend(),
    manifest: join(root, "ecephys_project_manifest.json"),
    offline: true,
    derivedFiles: false,
    onWarning: (message) => warnings.push(message),
  });
  expect(correctionsOf(await cache.getChannels())).toEqual([]);
  expect(warnings).toEqual([]);
});

it("refuses corrections that are none, and says which there are", async () => {
  expect(await refusal(cacheWith(["ccf-not-registred" as never]))).toMatch(
    /^argument: .*corrections.*ccf-not-registered, unit-local-index, session-start-time/,
  );
  expect(await refusal(cacheWith(["lfp-subsampled"]))).toMatch(/^argument: .*corrections/);
});

it("has a source for each fault, and an id of its own", () => {
  expect(new Set(CORRECTIONS.map(({ id }) => id)).size).toBe(CORRECTIONS.length);
  for (const { what, where, columns, source } of CORRECTIONS) {
    expect(what).toMatch(/\.$/);
    expect(source).toMatch(/\.$/);
    expect(where.length * columns.length).toBeGreaterThan(0);
  }
});
