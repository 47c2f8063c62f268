import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createProjectCache, type EcephysProjectApi } from "@ecephys/core";
import { fetchApiContract } from "@ecephys/core/testing";
import { warehouse } from "@ecephys/fetch-warehouse";
import { startSampleWarehouse } from "@ecephys/fixtures";
import { KNOWN, knownFiles } from "@ecephys/fixtures/testing";
import { nwbReaders } from "@ecephys/nwb/node";
import { afterAll, describe, expect, test } from "vitest";
import { allExamples } from "./support/examples.ts";
import { serveLabDirectory } from "./support/lab-directory-server.ts";
import { onTheSample } from "./support/on-the-sample.ts";

const modules = join(import.meta.dirname, "..", ".cache", "your-own-backend");
const server = await startSampleWarehouse();
const lab = await serveLabDirectory(server.url);
afterAll(async () => {
  await lab.close();
  await server.close();
  rmSync(modules, { recursive: true, force: true });
});

const examples = allExamples().filter(({ name }) => name.includes("your-own-backend.md"));
mkdirSync(modules, { recursive: true });
for (const { code, fileName } of examples) {
  const addresses = { data: modules, lab: lab.url, warehouse: server.url };
  writeFileSync(join(modules, fileName), onTheSample(code, addresses));
}
const { labDirectory } = (await import(join(modules, "lab-directory.ts"))) as {
  labDirectory(root: string): EcephysProjectApi;
};
const api = labDirectory(`${lab.url}/ecephys/`);
const refuses = ["publishedAt", "hasEyeTracking", "stimulusNames"] as const;

test("the backend is less than 60 lines of TypeScript", () => {
  const code = examples.find(({ fileName }) => fileName === "lab-directory.ts")?.code ?? "";
  expect(code).toContain("export function labDirectory");
  expect(code.trimEnd().split("\n").length).toBeLessThan(60);
});

describe("the page's own test", async () => {
  await import(join(modules, "lab-directory.test.ts"));
});

describe("with requests counted and the files' bytes compared", () => {
  const contract = { api: () => api, known: KNOWN, refuses, contents: knownFiles() };
  for (const { title, run } of fetchApiContract({ ...contract, requests: () => lab.requests.length }))
    test(title, run);
});

describe("behind a project cache", () => {
  test("gives the units that the warehouse gives", async () => {
    const cache = await createProjectCache({ api });
    const expected = await createProjectCache({ api: warehouse({ baseUrl: server.url }) });
    const units = await cache.getUnits({ isiViolationsMaximum: 0.1 });
    const wanted = await expected.getUnits({ isiViolationsMaximum: 0.1 });
    expect(units.columnNames()).toEqual(wanted.columnNames());
    expect(units.objects()).toEqual(wanted.objects());
    expect(units.numRows()).toBeGreaterThan(0);
  });

  test("gives metrics by session and by session type, sessions, movies and scenes", async () => {
    const cache = await createProjectCache({ api, readers: nwbReaders() });
    const metrics = await cache.getUnitAnalysisMetricsForSession(KNOWN.sessionId);
    const ofType = await cache.getUnitAnalysisMetricsBySessionType(KNOWN.sessionType);
    expect(metrics.numRows()).toBeGreaterThan(0);
    expect(ofType.numRows()).toBeGreaterThanOrEqual(metrics.numRows());
    const session = await cache.getSessionData(KNOWN.sessionId);
    expect((await session.units()).numRows()).toBeGreaterThan(0);
    expect((await cache.getNaturalMovieTemplate(KNOWN.movie)).shape).toHaveLength(3);
    expect((await cache.getNaturalSceneTemplate(KNOWN.scene)).shape).toHaveLength(2);
  });
});

describe("the contract finds", () => {
  test.each<[string, Partial<EcephysProjectApi>, string]>([
    [
      "a filter that is passed over",
      { getProbes: ({ signal, onProgress } = {}) => api.getProbes({ signal, onProgress }) },
      "filters by what rows belong to",
    ],
    [
      "a filter that is ignored in place of refused",
      { getSessions: ({ publishedAt: _, ...filters } = {}) => api.getSessions(filters) },
      "refuses publishedAt",
    ],
    [
      "a signal that is not passed on",
      { getUnits: ({ signal: _, ...filters } = {}) => api.getUnits(filters) },
      "getUnits throws the signal's reason",
    ],
    [
      "rows in another order",
      { getUnits: async (filters) => (await api.getUnits(filters)).orderby("snr").reify() },
      "getUnits gives a typed table, ids first and in ascending order",
    ],
    [
      "a file that is another one",
      { getProbeLfpData: () => api.getSessionData(KNOWN.sessionId) },
      `getProbeLfpData(${KNOWN.probeId}) can be read completely and in parts`,
    ],
  ])("%s", async (_, change, title) => {
    const contract = { api: () => ({ ...api, ...change }), known: KNOWN, refuses, contents: knownFiles() };
    const check = fetchApiContract(contract).find((candidate) => candidate.title === title);
    await expect(check?.run()).rejects.toThrow(/contract is broken/);
  });
});
