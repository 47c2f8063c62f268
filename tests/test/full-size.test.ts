import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fixed } from "@ecephys/fetch-fixed";
import type { ColumnTable } from "arquero";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FullSize, hasPublicTables, inventedTables, publicTables } from "../src/full-size.ts";
import { openCache, type TestCache, temporaryDirectory } from "../src/project.ts";

const PROJECTS: [string, () => FullSize][] = [["invented tables", inventedTables]];
if (hasPublicTables) PROJECTS.push(["the public project", publicTables]);

describe.each(PROJECTS)("at full size, in %s,", (_name, tables) => {
  let directory: string;
  let cache: TestCache;
  let expected: FullSize;
  beforeAll(async () => {
    expected = tables();
    directory = await temporaryDirectory();
    for (const [name, bytes] of expected.files) await writeFile(join(directory, name), bytes);
    cache = await openCache(fixed(), directory);
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it("all 58 sessions have the right counts of units, channels and probes", async () => {
    const sessions = rows(await cache.getSessionTable(), ["unit_count", "channel_count", "probe_count"]);
    expect(expected.sessions.size).toBe(58);
    expect(sessions).toEqual(expected.sessions);
  });

  it("every probe has the right counts of units and channels", async () => {
    const probes = rows(await cache.getProbes(), ["unit_count", "channel_count"]);
    expect(expected.probes.size).toBeGreaterThan(330);
    expect(probes).toEqual(expected.probes);
  });

  it("the right number of units passes the default filters", async () => {
    expect(expected.passing).toBeGreaterThan(10_000);
    expect((await cache.getUnits()).numRows()).toBe(expected.passing);
  });
});

function rows(table: ColumnTable, names: readonly string[]): Map<number, number[]> {
  const ids = table.array("id") as ArrayLike<number>;
  const columns = names.map((name) => table.array(name) as ArrayLike<number>);
  return new Map(Array.from(ids, (id, row) => [id, columns.map((column) => Number(column[row]))]));
}
