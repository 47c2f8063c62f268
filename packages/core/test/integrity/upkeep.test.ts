import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fixtureFile, writeCacheDirectory } from "@ecephys/fixtures";
import { newDirectory, withoutRightsTo, withoutSightOf } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import { newOwner } from "../../../files/src/locks/owner.ts";
import { type OpenProjectCacheOptions, openProjectCache } from "../../src/open-project-cache.ts";
import { labBackend } from "../project/backend.ts";

const SESSION = 715093703;
const SESSION_PATH = `session_${SESSION}/session_${SESSION}.nwb`;
const MOVIE_PATH = "natural_movie_templates/natural_movie_1.h5";
const nwb = fixtureFile("mini", `session_${SESSION}.nwb`);

async function newCache(root = newDirectory(), options: Partial<OpenProjectCacheOptions> = {}) {
  const api = labBackend();
  const cache = await openProjectCache({
    api,
    manifest: join(root, "ecephys_project_manifest.json"),
    onWarning: () => {},
    ...options,
  });
  return { api, cache, root };
}

/** A cache with a session, a movie and the tables. */
async function filled() {
  const setup = await newCache();
  const summary = await setup.cache.prefetch({ sessions: [SESSION], movies: [1], tables: true });
  expect(summary.failed).toEqual([]);
  setup.api.calls.length = 0;
  const at = (path: string) => join(setup.root, path);
  return { ...setup, at };
}

const flip = (path: string) => {
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1]! ^= 0xff;
  writeFileSync(path, bytes);
};

describe("verify", () => {
  it("finds no problem in a freshly filled cache", async () => {
    const { cache } = await filled();
    const progress: number[] = [];
    const report = await cache.verify({ onProgress: ({ bytesDone }) => progress.push(bytesDone) });
    expect(report).toMatchObject({ deep: true, problems: [], strays: [], leftovers: [], unrecorded: [] });
    expect(report.intact.files).toBe(6);
    expect(progress.at(-1)).toBe(report.intact.bytes);
  });

  it("finds files that are missing, short, longer, altered, unreadable, and strays", async () => {
    const { at, cache, root } = await filled();
    rmSync(at("units.csv"));
    truncateSync(at("channels.csv"), 1000);
    writeFileSync(at("probes.csv"), `${readFileSync(at("probes.csv"), "utf8")}more\n`);
    flip(at(SESSION_PATH));
    writeFileSync(at("notes.txt"), "mine");
    rmSync(at(MOVIE_PATH));
    symlinkSync("natural_movie_1.h5", at(MOVIE_PATH));
    const report = await cache.verify();
    expect(Object.fromEntries(report.problems.map(({ path, problem }) => [path, problem]))).toEqual({
      "units.csv": "missing",
      "channels.csv": "short",
      "probes.csv": "altered",
      [SESSION_PATH]: "altered",
      [MOVIE_PATH]: "unreadable",
    });
    expect(report.strays.map(({ path }) => path)).toEqual(["notes.txt"]);
    expect(report.intact.files).toBe(1);
    const sizes = await cache.verify({ deep: false });
    expect(sizes.problems.map(({ path }) => path)).not.toContain(SESSION_PATH);
    expect(existsSync(join(root, "units.csv"))).toBe(false);
  });

  it("finds broken links, and repairs what they lead to", async () => {
    const { at, cache } = await filled();
    const disk = newDirectory();
    for (const path of ["units.csv", "notes.csv"]) {
      rmSync(at(path), { force: true });
      symlinkSync(join(disk, path), at(path));
    }
    rmSync(at(".ecephys/units.csv.record.json"));
    const { files } = await cache.status();
    expect(files).toContainEqual(
      expect.objectContaining({ path: "notes.csv", kind: "stray", byteLength: 0 }),
    );
    const report = await cache.verify();
    expect(report.problems).toMatchObject([{ path: "units.csv", kind: "table", problem: "missing" }]);
    expect((await cache.repair({ report })).failed).toEqual([]);
    expect((await cache.verify()).problems).toEqual([]);
    expect(lstatSync(at("units.csv")).isSymbolicLink()).toBe(true);
    expect(lstatSync(join(disk, "units.csv")).isFile()).toBe(true);
  });

  it("distinguishes an inaccessible file from a missing one", async () => {
    const { at, cache, root } = await filled();
    chmodSync(root, 0o755);
    await withoutSightOf(join(at(SESSION_PATH), ".."), async () => {
      const { problems, strays } = await cache.verify({ deep: false });
      expect(problems).toMatchObject([{ path: SESSION_PATH, kind: "session", problem: "unreadable" }]);
      expect(strays.map(({ path }) => path)).toEqual([`session_${SESSION}`]);
    });
  });

  it("accepts files that AllenSDK wrote, unless they are empty", async () => {
    const root = newDirectory();
    writeCacheDirectory("mini", root);
    const { cache } = await newCache(root);
    const before = await cache.status();
    const report = await cache.verify();
    expect(report.problems).toEqual([]);
    expect(report.strays).toEqual([]);
    expect(report.unrecorded.length).toBe(before.unrecorded);
    writeFileSync(join(root, SESSION_PATH), "");
    expect((await cache.verify()).problems).toMatchObject([{ path: SESSION_PATH, problem: "short" }]);
  });

  it("ends when it is aborted", async () => {
    const { cache } = await filled();
    const reason = new Error("enough");
    const controller = new AbortController();
    const onProgress = () => controller.abort(reason);
    await expect(cache.verify({ signal: controller.signal, onProgress })).rejects.toBe(reason);
  });
});

describe("repair", () => {
  it("downloads only the damaged files again", async () => {
    const { api, at, cache } = await filled();
    rmSync(at("probes.csv"));
    flip(at(SESSION_PATH));
    const { downloaded, failed, notRepairable } = await cache.repair();
    expect(failed).toEqual([]);
    expect(notRepairable).toEqual([]);
    expect(downloaded.map(({ path }) => path).sort()).toEqual(["probes.csv", SESSION_PATH]);
    expect(api.calls).toEqual(["getSessionData", "getProbes", `download ${SESSION_PATH}`]);
    expect(readFileSync(at(SESSION_PATH)).equals(nwb)).toBe(true);
    expect((await cache.verify()).problems).toEqual([]);
    expect((await cache.repair()).downloaded).toEqual([]);
  });

  it("leaves a damaged file if its replacement is not available, and says why", async () => {
    const { api, at, cache } = await filled();
    flip(at(SESSION_PATH));
    flip(at(MOVIE_PATH));
    api.getSessionData = async () => {
      throw new Error("the lab is closed");
    };
    const { downloaded, failed } = await cache.repair();
    expect(downloaded.map(({ path }) => path)).toEqual([MOVIE_PATH]);
    expect(failed).toMatchObject([{ path: SESSION_PATH, error: new Error("the lab is closed") }]);
    expect(readFileSync(at(SESSION_PATH))).toHaveLength(nwb.length);
  });

  it("reports that files without a backend cannot be repaired", async () => {
    const { at, cache } = await filled();
    rmSync(at(MOVIE_PATH));
    symlinkSync("natural_movie_1.h5", at(MOVIE_PATH));
    const { notRepairable } = await cache.repair();
    expect(notRepairable).toMatchObject([{ path: MOVIE_PATH }]);
    expect(String(notRepairable[0]?.error)).toMatch(/symbolic links form a loop/);
  });
});

describe("status", () => {
  it("classifies every file, and counts them by kind", async () => {
    const { at, cache } = await filled();
    writeFileSync(at("notes.txt"), "mine");
    writeFileSync(at(".ecephys/units.csv.part"), "12345");
    writeFileSync(at(".units.csv.12345678-1234.tmp"), "123");
    writeFileSync(at("session_1.nwb"), "in the wrong place");
    const { byKind, files, freeBytes, location, total } = await cache.status();
    expect(location).toBe(cache.storage.location);
    expect(byKind).toMatchObject({
      manifest: { files: 1 },
      table: { files: 4 },
      session: { files: 1, bytes: nwb.length },
      movie: { files: 1 },
      record: { files: 6 },
      partial: { files: 1, bytes: 5 },
      temporary: { files: 1, bytes: 3 },
      stray: { files: 2 },
      lfp: { files: 0 },
    });
    expect(total.files).toBe(files.length);
    expect(freeBytes).toBeGreaterThan(0);
    expect(files.find(({ path }) => path === SESSION_PATH)?.record?.byteLength).toBe(nwb.length);
    expect(files.find(({ kind }) => kind === "temporary")?.of).toBe("units.csv");
  });
});

describe("prune", () => {
  it("reports what it would remove, removes it with dryRun: false, and never removes data", async () => {
    const { at, cache } = await filled();
    await cache.getRawChannels();
    writeFileSync(at(".ecephys/units.csv.part"), "12345");
    writeFileSync(at(".ecephys/units.csv.part.json"), "{}");
    writeFileSync(at(".ecephys/old.csv.record.json"), "{}");
    writeFileSync(at(".units.csv.12345678-1234.tmp"), "123");
    utimesSync(at(".units.csv.12345678-1234.tmp"), 1e9, 1e9);
    writeFileSync(at("notes.txt"), "mine");
    const dead = { ...(await newOwner()), started: "1" };
    writeFileSync(at(".ecephys/units.csv.lock"), JSON.stringify(dead));
    const data = (await cache.status()).files.filter(({ record }) => record !== undefined);
    const would = await cache.prune();
    expect(would.dryRun).toBe(true);
    expect(existsSync(at(".ecephys/units.csv.part"))).toBe(true);
    const did = await cache.prune({ dryRun: false });
    expect(did.removed.map(({ path }) => path).sort()).toEqual(would.removed.map(({ path }) => path).sort());
    expect(did.removed.map(({ kind }) => kind).sort()).toEqual([
      "derived",
      "lock",
      "partial",
      "partial",
      "record",
      "temporary",
    ]);
    expect(did.failed).toEqual([]);
    const { byKind, files } = await cache.status();
    expect(byKind.stray.files).toBe(1);
    expect(files.filter(({ record }) => record !== undefined)).toEqual(data);
    expect(files.filter(({ kind }) => ["partial", "lock", "temporary", "derived"].includes(kind))).toEqual(
      [],
    );
    await cache.prune({ dryRun: false, kinds: ["stray"] });
    expect((await cache.status()).byKind.stray.files).toBe(0);
  });

  it("leaves alone files in use by another process", async () => {
    const { at, cache } = await filled();
    writeFileSync(at(".ecephys/units.csv.part"), "12345");
    writeFileSync(at(".ecephys/units.csv.lock"), JSON.stringify(await newOwner()));
    const kinds = ["partial", "lock", "temporary"] as const;
    for (const dryRun of [true, false]) {
      const report = await cache.prune({ dryRun, kinds });
      expect(report.removed).toEqual([]);
      expect(report.inUse.map(({ path }) => path)).toHaveLength(2);
    }
    expect(existsSync(at(".ecephys/units.csv.part"))).toBe(true);
    expect((await cache.verify()).leftovers.map(({ inUse }) => inUse)).toEqual([true, true]);
  });
});

describe("a cache that cannot be written to", () => {
  it("is read and verified; missing files are reported, and nothing is written", async () => {
    const root = newDirectory();
    writeCacheDirectory("mini", root);
    rmSync(join(root, MOVIE_PATH));
    const { api, cache } = await newCache(root, { offline: false });
    for (const directory of ["natural_movie_templates", `session_${SESSION}`])
      mkdirSync(join(root, directory), { recursive: true });
    await withoutRightsTo(root, async () => {
      expect((await cache.getUnits()).numRows()).toBeGreaterThan(0);
      expect((await cache.getSessionData(SESSION)).byteLength).toBe(nwb.length);
      expect((await cache.verify()).problems).toEqual([]);
      await expect(cache.getNaturalMovieTemplate(1)).rejects.toThrow(/access is denied/);
      const { failed } = await cache.prefetch({ movies: [1] });
      expect(String(failed[0]?.error)).toMatch(/access is denied/);
      expect((await cache.prune({ dryRun: false })).removed).toEqual([]);
    });
    expect(api.calls.filter((call) => call.startsWith("download"))).toEqual([]);
    expect(existsSync(join(root, ".ecephys"))).toBe(false);
  });

  it("is missing data if it is also offline", async () => {
    const root = newDirectory();
    const { cache } = await newCache(root, { offline: true });
    await withoutRightsTo(root, async () => {
      await expect(cache.getSessionData(SESSION)).rejects.toThrow(/not contacted while offline/);
      await expect(cache.getUnits()).rejects.toThrow(/not contacted while offline/);
    });
  });
});
