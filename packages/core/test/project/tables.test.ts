import { chmodSync, existsSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isEcephysError } from "@ecephys/files";
import { cacheFiles, writeCacheDirectory } from "@ecephys/fixtures";
import { newDirectory, onSmallDisk, withFewHandles, withoutRightsTo } from "@ecephys/fixtures/testing";
import type { ColumnTable } from "arquero";
import { describe, expect, it, vi } from "vitest";
import { createProjectCache } from "../../src/create-project-cache.ts";
import { openProjectCache } from "../../src/open-project-cache.ts";
import { labBackend, lostConnection } from "./backend.ts";

const TABLES = ["channels.csv", "ecephys_project_manifest.json", "probes.csv", "sessions.csv", "units.csv"];
const manifestIn = (root: string) => join(root, "ecephys_project_manifest.json");

/** A cache in a new directory, filled by the lab; its warnings and the lab's calls. */
async function newCache(options: { fetchTries?: number; derivedFiles?: boolean } = {}) {
  const root = newDirectory();
  const api = labBackend();
  const warnings: string[] = [];
  const onWarning = (message: string) => void warnings.push(message);
  const cache = await openProjectCache({ api, manifest: manifestIn(root), onWarning, ...options });
  return { root, api, cache, warnings };
}

/** A cache in a directory that AllenSDK filled, asked without any backend. */
async function theirCache(derivedFiles = false) {
  const root = newDirectory();
  writeCacheDirectory("mini", root);
  const api = labBackend();
  const onWarning = () => {};
  const cache = await openProjectCache({
    api,
    manifest: manifestIn(root),
    offline: true,
    derivedFiles,
    onWarning,
  });
  return { root, api, cache };
}

describe("a directory that AllenSDK filled", () => {
  it("returns all tables without any request", async () => {
    const { cache, api } = await theirCache();
    expect((await cache.getSessionTable()).numRows()).toBe(5);
    expect((await cache.getProbes()).numRows()).toBe(20);
    expect((await cache.getChannels()).numRows()).toBe(6144);
    expect((await cache.getUnits()).numRows()).toBe(367);
    expect((await cache.getUnits({ filterByValidity: false })).columnNames()).toContain("quality");
    expect((await cache.getUnits({ suppress: ["snr", "no_such_column"] })).columnNames()).not.toContain(
      "snr",
    );
    expect((await cache.getUnitAnalysisMetricsForSession(715093703)).numRows()).toBe(21);
    expect(await cache.getAllSessionTypes()).toEqual(["brain_observatory_1.1", "functional_connectivity"]);
    expect(new Set(await cache.getAllSexes())).toEqual(new Set(["M", "F"]));
    const genotypes = await cache.getAllFullGenotypes({ suppress: ["genotype", "full_genotype"] });
    expect(genotypes).toContain("wt/wt");
    expect(await cache.getAllAges()).toContain(97);
    expect(await cache.getStructureAcronyms()).toEqual(expect.arrayContaining(["APN", "PO", null]));
    expect(api.calls).toEqual([]);
  });

  it("gives the raw tables as AllenSDK's own do", async () => {
    const { cache } = await theirCache();
    expect((await cache.getRawSessions()).columnNames()).toContain("has_nwb");
    const probes = await cache.getRawProbes();
    expect(probes.get("lfp_sampling_rate", 0)).toBeCloseTo(2499.99538594564 / 2, 9);
    expect((await cache.getRawChannels()).numRows()).toBe(6144);
    const units = await cache.getRawUnits();
    expect(units.numRows()).toBe(367);
    expect(units.columnNames()).toEqual(expect.arrayContaining(["waveform_PT_ratio", "L_ratio"]));
    expect((await cache.getRawUnits({ filterByValidity: false })).columnNames()).toContain("quality");
  });

  it("lists its manifest with absolute paths", async () => {
    const { cache, root } = await theirCache();
    const table = cache.getManifestTable();
    expect(table.columnNames()).toEqual(["key", "type", "spec"]);
    expect(table.array("key")).toHaveLength(14);
    expect(table.array("spec")).toContain(join(root, "session_%d/probe_%d_lfp.nwb"));
    expect(table.get("spec", 0)).toBe(root);
    expect(cache.getCachePath("session_nwb", 1, 1)).toBe("session_1/session_1.nwb");
  });

  it("makes the second call nearly free, and notices a changed CSV", async () => {
    const { cache, root } = await theirCache();
    const before = await cache.getRawSessions();
    expect(await cache.getRawSessions()).toBe(before);
    const path = join(root, "sessions.csv");
    const rows = readFileSync(path, "utf8").split("\n");
    writeFileSync(path, [...rows.slice(0, 3), ""].join("\n"));
    expect((await cache.getRawSessions()).numRows()).toBe(2);
    expect((await cache.getSessionTable()).numRows()).toBe(2);
  });

  it("keeps faster copies of large tables that never change a result", async () => {
    const { cache, root } = await theirCache(true);
    const first = await cache.getUnits();
    const copy = join(root, ".ecephys/units.csv.table");
    expect(existsSync(copy)).toBe(true);
    expect(existsSync(join(root, ".ecephys/sessions.csv.table"))).toBe(false);
    const again = await openProjectCache({ api: labBackend(), manifest: manifestIn(root) });
    expect((await again.getUnits()).objects()).toEqual(first.objects());

    // A copy of another CSV, or a broken one, is passed over.
    const csv = join(root, "units.csv");
    const lines = readFileSync(csv, "utf8").split("\n");
    writeFileSync(csv, [...lines.slice(0, 401), ""].join("\n"));
    const changed = await openProjectCache({ api: labBackend(), manifest: manifestIn(root) });
    expect((await changed.getRawUnits({ filterByValidity: false })).numRows()).toBeLessThan(400);
    writeFileSync(copy, "nonsense");
    const broken = await openProjectCache({ api: labBackend(), manifest: manifestIn(root) });
    expect((await broken.getUnits()).numRows()).toBeGreaterThan(0);
  });

  it("reads from the faster copy, if there is one", async () => {
    const { cache, root } = await theirCache(true);
    const csv = join(root, "units.csv");
    utimesSync(csv, 1e9, 1e9);
    await cache.getUnits();
    // Same size and time, other content: only the copy can know the old units.
    writeFileSync(csv, readFileSync(csv).fill(32, 100));
    utimesSync(csv, 1e9, 1e9);
    const again = await openProjectCache({ api: labBackend(), manifest: manifestIn(root), offline: true });
    expect((await again.getUnits()).numRows()).toBe(367);
  });

  it("can be on a read-only disk", async () => {
    const root = newDirectory();
    writeCacheDirectory("mini", root);
    const before = statSync(root).mtimeMs;
    await withoutRightsTo(root, async () => {
      const cache = await openProjectCache({ api: labBackend(), manifest: manifestIn(root) });
      expect((await cache.getUnits()).numRows()).toBe(367);
      expect((await cache.getUnitAnalysisMetricsForSession(715093703)).numRows()).toBe(21);
    });
    expect(existsSync(join(root, ".ecephys"))).toBe(false);
    expect(statSync(root).mtimeMs).toBe(before);
  });
});

describe("an empty directory", () => {
  it("returns the same after fetching as from disk later", async () => {
    const { root, api, cache } = await newCache({ derivedFiles: false });
    const { getChannels } = api;
    const backend = Object.assign(api, {
      getChannels: async (filters: Parameters<typeof getChannels>[0]) => {
        const channels = await getChannels(filters);
        const acronyms = Array.from({ length: channels.numRows() }, (_, row) => ["NA", "VISp", ""][row % 3]);
        return channels.assign({ ecephys_structure_acronym: acronyms });
      },
    });
    const fetched: ColumnTable[] = [
      await cache.getRawChannels(),
      await cache.getUnits(),
      await cache.getSessionTable(),
    ];
    const later = await openProjectCache({ api: backend, manifest: manifestIn(root), offline: true });
    const read = [await later.getRawChannels(), await later.getUnits(), await later.getSessionTable()];
    expect(fetched[0]?.array("ecephys_structure_acronym").slice(0, 3)).toEqual([null, "VISp", null]);
    for (const [index, table] of fetched.entries()) {
      expect(table.columnNames()).toEqual(read[index]?.columnNames());
      expect(table.objects()).toEqual(read[index]?.objects());
    }
  });

  it("is filled with exactly the text that AllenSDK writes", async () => {
    const { cache, root } = await newCache({ derivedFiles: false });
    await cache.getSessionTable();
    const files = await cache.storage.list();
    expect(files.filter((path) => !path.startsWith(".ecephys/"))).toEqual(TABLES);
    for (const name of TABLES) {
      const theirs = new TextDecoder().decode(cacheFiles("mini").get(name));
      expect(readFileSync(join(root, name), "utf8"), name).toBe(theirs);
    }
  });

  it("is filled once for any number of concurrent callers", async () => {
    const { cache, api } = await newCache();
    await Promise.all([cache.getUnits(), cache.getUnits(), cache.getSessionTable(), cache.getProbes()]);
    expect(api.calls.toSorted()).toEqual(["getChannels", "getProbes", "getSessions", "getUnits"]);
  });

  it("reports the progress of fetches", async () => {
    const root = newDirectory();
    const api = labBackend();
    api.getSessions = async (options) => {
      options?.onProgress?.({ resource: "sessions", loaded: 5, total: 5, unit: "rows" });
      return labBackend().getSessions();
    };
    const onProgress = vi.fn();
    const cache = await openProjectCache({ api, manifest: manifestIn(root), onProgress });
    await cache.getRawSessions();
    expect(onProgress).toHaveBeenCalledWith({ resource: "sessions", loaded: 5, total: 5, unit: "rows" });
  });

  it("is filled by a retry after a lost connection, with a warning", async () => {
    const { cache, api, warnings } = await newCache();
    api.before.set("getUnits", [lostConnection]);
    expect((await cache.getUnits()).numRows()).toBe(367);
    expect(api.calls.filter((call) => call === "getUnits")).toHaveLength(2);
    expect(warnings).toEqual([expect.stringMatching(/connection was lost.*the units again \(1 try left\)/)]);
  });

  it("stays empty when fetching fails, and no work continues afterwards", async () => {
    const { cache, api } = await newCache({ fetchTries: 1 });
    api.before.set("getSessions", [lostConnection]);
    for (const name of ["getProbes", "getChannels", "getUnits"]) {
      api.before.set(name, [() => new Promise((resolve) => setTimeout(resolve, 100))]);
    }
    await expect(cache.getUnits()).rejects.toThrow(/connection was lost/);
    const calls = api.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(api.calls).toHaveLength(calls);
    expect(await cache.storage.list()).toEqual(["ecephys_project_manifest.json"]);
  });

  it("is filled for one caller when another gives up", async () => {
    const { cache, api } = await newCache();
    const controller = new AbortController();
    const impatient = cache.getUnits({ signal: controller.signal });
    const patient = cache.getUnits();
    setTimeout(() => controller.abort(new Error("enough")), 1);
    await expect(impatient).rejects.toThrow("enough");
    expect((await patient).numRows()).toBe(367);
    expect(api.calls).toHaveLength(4);
  });

  it("does not keep a table without rows", async () => {
    const { cache, api } = await newCache();
    const { getUnits } = api;
    api.getUnits = async () => (await getUnits()).slice(0, 0).reify();
    expect((await cache.getRawUnits()).numRows()).toBe(0);
    expect(await cache.storage.list()).toEqual(["ecephys_project_manifest.json"]);
    api.getUnits = getUnits;
    expect((await cache.getRawUnits()).numRows()).toBe(367);
  });

  it("gets no manifest and no directory if it is only opened offline", async () => {
    const root = join(newDirectory(), "mistyped");
    const cache = await openProjectCache({ api: labBackend(), manifest: manifestIn(root), offline: true });
    const reading = cache.getUnits();
    await expect(reading).rejects.toSatisfy((error) => isEcephysError(error, "missing-data"));
    await expect(reading).rejects.toThrow(new RegExp(`offline; the cache looked for ${root}/\\w+.csv`));
    expect(existsSync(root)).toBe(false);
  });

  it("may be on a disk that is too small: the cache stays as it was", async () => {
    await onSmallDisk(newDirectory(), async (root) => {
      const cache = await openProjectCache({ api: labBackend(), manifest: manifestIn(root) });
      await cache.getRawSessions();
      await expect(cache.getUnits()).rejects.toSatisfy((error) => isEcephysError(error, "storage"));
      const files = await cache.storage.list();
      const others = files.filter((path) => !TABLES.includes(path));
      expect(others.filter((path) => !/^\.ecephys\/\w+\.csv\.record\.json$/.test(path))).toEqual([]);
      expect(files).toContain("sessions.csv");
    });
  });
});

describe("a good file that cannot be read", () => {
  it.each([
    ["for want of rights", withoutRights],
    ["for want of file handles", (_: string, work: () => Promise<void>) => withFewHandles(work)],
  ])("%s is neither removed nor fetched", async (_, underLimits) => {
    const root = newDirectory();
    writeCacheDirectory("mini", root);
    const api = labBackend();
    const cache = await openProjectCache({ api, manifest: manifestIn(root), derivedFiles: false });
    await underLimits(root, async () => {
      const error: unknown = await cache.getUnits().catch((reason) => reason);
      if (!isEcephysError(error, "storage")) throw error;
    });
    expect(api.calls).toEqual([]);
    expect((await cache.getUnits()).numRows()).toBe(367);
  });
});

async function withoutRights(root: string, work: () => Promise<void>): Promise<void> {
  chmodSync(join(root, "units.csv"), 0);
  await withoutRightsTo(root, work);
  chmodSync(join(root, "units.csv"), 0o644);
}

describe("a damaged directory", () => {
  it("fetches a damaged CSV again, with a warning", async () => {
    const { cache, root, api, warnings } = await newCache();
    writeFileSync(join(root, "units.csv"), "id,snr\n1,2\n3");
    expect((await cache.getUnits()).numRows()).toBe(367);
    expect(api.calls).toContain("getUnits");
    expect(warnings).toEqual([expect.stringMatching(/units\.csv.*Fetching it again/)]);
  });

  it("names the table that lacks a column", async () => {
    const { cache, root } = await theirCache();
    writeFileSync(join(root, "sessions.csv"), "id,session_type\n715093703,brain_observatory_1.1\n");
    await expect(cache.getAllSexes()).rejects.toThrow(/the sessions table: it has no column "sex"/);
  });

  it("reports offline what is damaged, and keeps it", async () => {
    const { cache, root } = await theirCache();
    writeFileSync(join(root, "units.csv"), "<html>error</html>");
    await expect(cache.getUnits()).rejects.toSatisfy((error) => isEcephysError(error, "format"));
    await expect(cache.getUnits()).rejects.toThrow(/units\.csv/);
    expect(readFileSync(join(root, "units.csv"), "utf8")).toBe("<html>error</html>");
  });
});

describe("a cache in memory", () => {
  it("fetches once, and keeps nothing on disk", async () => {
    const api = labBackend();
    const cache = await openProjectCache({ api, cache: false, manifest: "/no/such/directory/m.json" });
    await cache.getUnits();
    await cache.getUnits({ isiViolationsMaximum: null });
    expect(api.calls).toHaveLength(4);
    expect(existsSync("/no/such/directory")).toBe(false);
    expect(cache.getManifestTable().get("spec", 1)).toBe("sessions.csv");
  });

  it("is the default in a browser", async () => {
    const cache = await createProjectCache({ api: labBackend() });
    expect(cache.storage.location).toBe("memory");
    expect((await cache.getProbes()).numRows()).toBe(20);
  });
});

describe("opening a cache", () => {
  it("writes the manifest to the working directory by default", async () => {
    const root = newDirectory();
    const before = process.cwd();
    process.chdir(root);
    try {
      await openProjectCache({ api: labBackend() });
    } finally {
      process.chdir(before);
    }
    expect(existsSync(manifestIn(root))).toBe(true);
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses %d tries", async (fetchTries) => {
    const opening = openProjectCache({ api: labBackend(), cache: false, fetchTries });
    await expect(opening).rejects.toSatisfy((error) => isEcephysError(error, "argument"));
  });

  it("closes its backend, also offline", async () => {
    for (const offline of [false, true]) {
      const api = labBackend();
      await (await createProjectCache({ api, offline })).close();
      expect(api.calls).toEqual(["close"]);
    }
  });

  it("warns on the console by default", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const api = labBackend();
    api.before.set("getSessions", [lostConnection]);
    await (await createProjectCache({ api })).getRawSessions();
    expect(warn).toHaveBeenCalledWith(expect.stringContaining("connection was lost"));
    warn.mockRestore();
  });
});
