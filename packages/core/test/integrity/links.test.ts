import { lstatSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fixtureFile } from "@ecephys/fixtures";
import { newDirectory } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import { openProjectCache } from "../../src/open-project-cache.ts";
import { labBackend } from "../project/backend.ts";

const SESSION = 715093703;
const SESSION_PATH = `session_${SESSION}/session_${SESSION}.nwb`;
const MOVIE_PATH = "natural_movie_templates/natural_movie_1.h5";
const nwb = fixtureFile("mini", `session_${SESSION}.nwb`);

async function newCache(root = newDirectory()) {
  const api = labBackend();
  const manifest = join(root, "ecephys_project_manifest.json");
  const cache = await openProjectCache({ api, manifest, onWarning: () => {} });
  return { api, cache, root, at: (path: string) => join(root, path) };
}

describe("a cache with symbolic links of the user's", () => {
  it("to a directory on another disk: is downloaded into, verified, counted and left alone by prune", async () => {
    const { api, at, cache } = await newCache();
    const disk = newDirectory();
    writeFileSync(join(disk, "notes.txt"), "mine");
    symlinkSync(disk, at(`session_${SESSION}`));
    expect((await cache.prefetch({ sessions: [SESSION], movies: [1] })).failed).toEqual([]);
    expect(readFileSync(join(disk, `session_${SESSION}.nwb`))).toHaveLength(nwb.length);
    const { byKind, unrecorded } = await cache.status();
    expect(byKind).toMatchObject({ session: { files: 1, bytes: nwb.length }, stray: { files: 0 } });
    expect(unrecorded).toBe(0);
    const report = await cache.verify();
    expect(report).toMatchObject({ problems: [], strays: [], intact: { files: byKind.table.files + 2 } });
    const { removed } = await cache.prune({ dryRun: false, kinds: ["stray", "derived", "record"] });
    expect(removed.every(({ kind }) => kind === "derived")).toBe(true);
    expect(readFileSync(join(disk, "notes.txt"), "utf8")).toBe("mine");
    expect(lstatSync(at(`session_${SESSION}`)).isSymbolicLink()).toBe(true);
    api.calls.length = 0;
    expect((await cache.getSessionData(SESSION)).byteLength).toBe(nwb.length);
    expect(api.calls).toEqual([]);
  });

  it("to the hidden directory: the records are found", async () => {
    const { at, cache } = await newCache();
    symlinkSync(newDirectory(), at(".ecephys"));
    await cache.prefetch({ sessions: [SESSION] });
    expect(await cache.verify()).toMatchObject({ problems: [], unrecorded: [], strays: [] });
  });

  it("to a file in a git-annex store: is read and verified, and the repository is no part of it", async () => {
    const { at, cache } = await newCache();
    await cache.prefetch({ sessions: [SESSION] });
    const object = at(".git/annex/objects/1/2/KEY/KEY");
    mkdirSync(dirname(object), { recursive: true });
    renameSync(at(SESSION_PATH), object);
    symlinkSync("../.git/annex/objects/1/2/KEY/KEY", at(SESSION_PATH));
    for (const name of [".gitattributes", ".datalad"]) writeFileSync(at(name), "theirs");
    expect((await cache.getSessionData(SESSION)).byteLength).toBe(nwb.length);
    expect(await cache.verify()).toMatchObject({ problems: [], strays: [] });
    expect((await cache.prune({ kinds: ["stray"] })).removed).toEqual([]);
    writeFileSync(object, "damaged");
    const { failed } = await cache.repair();
    expect(String(failed[0]?.error)).toMatch(/git-annex store.*datalad get FILE/);
    expect(readFileSync(object, "utf8")).toBe("damaged");
  });

  it("to what is not there yet: is missing, named in the report, and refused before anything is fetched", async () => {
    const { at, cache } = await newCache();
    mkdirSync(dirname(at(MOVIE_PATH)));
    symlinkSync("/nowhere/disk/movie.h5", at(MOVIE_PATH));
    symlinkSync("/nowhere/disk", at(`session_${SESSION}`));
    const { problems } = await cache.verify();
    expect(problems.map(({ path, problem }) => [path, problem])).toEqual([[MOVIE_PATH, "missing"]]);
    const { failed } = await cache.prefetch({ sessions: [SESSION], movies: [1] });
    expect(failed.map(({ error }) => String(error)).sort()).toEqual([
      expect.stringMatching(/a link to \/nowhere\/disk\/movie\.h5, whose directory does not exist/),
      expect.stringMatching(/session_\d+ is a link to a directory that does not exist/),
    ]);
    expect((await cache.status()).byKind.partial.files).toBe(0);
  });
});
