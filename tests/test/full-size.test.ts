import { existsSync } from "node:fs";
import { copyFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { fixed } from "@ecephys/fetch-fixed";
import type { ColumnTable } from "arquero";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCache, type TestCache, temporaryDirectory } from "../src/project.ts";

/** Tables of full size and the counts that were published of them; beside the repository where they are at all. */
const FULL = fileURLToPath(new URL("../../../shared/reference/full/", import.meta.url));

describe.runIf(existsSync(FULL))("the project at full size", () => {
  let directory: string;
  let cache: TestCache;
  beforeAll(async () => {
    directory = await temporaryDirectory();
    for (const name of await readdir(FULL)) {
      if (!name.endsWith(".gz")) await copyFile(join(FULL, name), join(directory, name));
      else await writeFile(join(directory, name.slice(0, -3)), gunzipSync(await readFile(join(FULL, name))));
    }
    cache = await openCache(fixed(), directory);
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it("has the published counts of units, channels and probes in all 58 sessions", async () => {
    const published = await counts("published-counts.csv");
    const sessions = rows(await cache.getSessionTable(), ["unit_count", "channel_count", "probe_count"]);
    expect(published.size).toBe(58);
    expect(sessions).toEqual(published);
  });

  it("has the published counts of units and channels of every probe", async () => {
    const published = await counts("published-counts-by-probe.csv");
    const probes = rows(await cache.getProbes(), ["unit_count", "channel_count"]);
    expect(probes).toEqual(published);
  });

  it("has the published number of units that pass the default filters", async () => {
    expect((await cache.getUnits()).numRows()).toBe(40010);
  });

  async function counts(name: string): Promise<Map<number, number[]>> {
    const [, ...lines] = (await readFile(join(FULL, name), "utf8")).trim().split("\n");
    return new Map(lines.map((line) => line.split(",").map(Number)).map(([id = 0, ...rest]) => [id, rest]));
  }
});

function rows(table: ColumnTable, names: readonly string[]): Map<number, number[]> {
  const ids = table.array("id") as ArrayLike<number>;
  const columns = names.map((name) => table.array(name) as ArrayLike<number>);
  return new Map(Array.from(ids, (id, row) => [id, columns.map((column) => Number(column[row]))]));
}
