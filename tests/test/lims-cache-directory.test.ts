import { rm } from "node:fs/promises";
import { fixed } from "@ecephys/fetch-fixed";
import { goldenAnswer, writeCacheDirectory } from "@ecephys/fixtures";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { differences } from "../src/compare/index.ts";
import { tableOutcome } from "../src/outcome.ts";
import { openCache, type TestCache, temporaryDirectory } from "../src/project.ts";

const CALLS = {
  "001-get_session_table": (cache: TestCache) => cache.getSessionTable(),
  "002-get_probes": (cache: TestCache) => cache.getProbes(),
  "003-get_channels": (cache: TestCache) => cache.getChannels(),
  "010-get_units-defaults": (cache: TestCache) => cache.getUnits(),
} as const;

describe.each(["mini", "legacy"] as const)(
  "a directory that AllenSDK filled from the LIMS of %s",
  (project) => {
    let directory: string;
    beforeAll(async () => {
      directory = await temporaryDirectory();
      writeCacheDirectory(project, directory, { source: "lims" });
    });
    afterAll(() => rm(directory, { recursive: true, force: true }));

    test.each(Object.keys(CALLS) as (keyof typeof CALLS)[])("answers as AllenSDK does: %s", async (name) => {
      const cache = await openCache(fixed(), directory);
      const suffix = ["003", "010"].includes(name.slice(0, 3)) && project === "mini" ? ".json.gz" : ".json";
      const answer = goldenAnswer(project, `lims/${name}${suffix}`);
      expect(differences(answer, tableOutcome(await CALLS[name](cache)))).toEqual([]);
    });

    test("leaves out its unpublished session on request", async () => {
      const all = await (await openCache(fixed(), directory)).getSessionTable();
      const published = await (
        await openCache(fixed(), directory, { publishedAt: "2019-10-03" })
      ).getSessionTable();
      expect(published.numRows()).toBe(all.numRows() - 1);
      const none = await (
        await openCache(fixed(), directory, { publishedAt: "2019-10-02" })
      ).getSessionTable();
      expect(none.numRows()).toBe(0);
    });
  },
);
