import { rm } from "node:fs/promises";
import { fixed } from "@ecephys/fetch-fixed";
import { cacheFiles, type GoldenEntry, goldenEntries, writeCacheDirectory } from "@ecephys/fixtures";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { differences } from "../src/compare/index.ts";
import { PROJECT_CALLS, projectRules } from "../src/groups/project-calls.ts";
import { outcomeOf } from "../src/outcome.ts";
import { csvColumns, pandasDtype } from "../src/pandas-dtype.ts";
import {
  closeProject,
  openCache,
  openProject,
  type ProjectContext,
  type TestCache,
  temporaryDirectory,
} from "../src/project.ts";

const projects = ["mini", "legacy"] as const;

describe.each(projects)("the cache directory that AllenSDK wrote of %s", (project) => {
  let directory: string;
  let cache: TestCache;
  beforeAll(async () => {
    directory = await temporaryDirectory();
    writeCacheDirectory(project, directory);
    cache = await openCache(fixed(), directory);
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const entries = goldenEntries(project, "warehouse").filter(
    ({ method, kind, tag }) =>
      kind === "dataframe" && /^_?get_/.test(method) && !tag.startsWith("suppressed"),
  );
  it.each(entries.map((entry) => [entry.file, entry] as const))(
    "gives the same %s, offline",
    async (_, entry) => {
      const outcome = await outcomeOf(() => PROJECT_CALLS[entry.method]!({ cache }, entry));
      expect(differences(entry.answer(), outcome, projectRules(entry))).toEqual([]);
    },
  );
});

describe.each(projects)("a directory that we filled from %s", (project) => {
  let context: ProjectContext;
  beforeAll(async () => {
    context = await openProject(project);
    const { cache } = context;
    const table = await cache.getSessionTable();
    for (const type of await cache.getAllSessionTypes()) {
      if (type !== null) await cache.getUnitAnalysisMetricsBySessionType(type);
    }
    for (const entry of metricsOfSessions(project)) await PROJECT_CALLS[entry.method]!({ cache }, entry);
    expect(table.numRows()).toBeGreaterThan(0);
  });
  afterAll(() => closeProject(context));

  it("has the same CSVs and manifest as AllenSDK's, byte for byte, metrics in the order of their units", async () => {
    const recorded = [...cacheFiles(project)].filter(([path]) => /\.(?:csv|json)$/.test(path));
    expect(recorded.length).toBeGreaterThan(5);
    for (const [path, bytes] of recorded) {
      const ours = await context.cache.storage.read(path);
      expect(ours, path).toBeDefined();
      expect(linesThatDiffer(path, ours!, bytes), path).toEqual([]);
    }
  });

  it.each([
    ["sessions.csv", "_get_sessions"],
    ["probes.csv", "_get_probes"],
    ["channels.csv", "_get_channels"],
  ])("has the dtypes recorded from pandas: %s", async (path, method) => {
    const bytes = await context.cache.storage.read(path);
    const columns = csvColumns(new TextDecoder().decode(bytes));
    const answer = goldenEntries(project, "warehouse")
      .find((entry) => entry.method === method)
      ?.answer();
    if (answer?.kind !== "dataframe") throw new Error(`${method} is not recorded as a table`);
    const dtypes = answer.columns.map(({ name, dtype }) => [name, dtype]);
    expect([...columns].slice(1).map(([name, cells]) => [name, pandasDtype(cells)])).toEqual(dtypes);
  });
});

function metricsOfSessions(project: (typeof projects)[number]): GoldenEntry[] {
  return goldenEntries(project, "warehouse").filter(
    ({ method, kind, tag }) =>
      method === "get_unit_analysis_metrics_for_session" && kind === "dataframe" && /^\d+$/.test(tag),
  );
}

/** The first lines that differ; AllenSDK orders metrics by bundle, which we cannot know. */
function linesThatDiffer(path: string, ours: Uint8Array, theirs: Uint8Array): string[] {
  const [own, recorded] = [ours, theirs].map((bytes) => {
    const lines = new TextDecoder().decode(bytes).split("\n");
    return path.includes("analysis_metrics") ? lines.sort() : lines;
  }) as [string[], string[]];
  const at = Array.from({ length: Math.max(own.length, recorded.length) }).findIndex(
    (_, row) => own[row] !== recorded[row],
  );
  return at === -1 ? [] : [`line ${at + 1}: ${own[at]} instead of ${recorded[at]}`];
}
