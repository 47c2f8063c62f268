import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isEcephysError } from "@ecephys/files";
import { directoryStorage } from "@ecephys/files/node";
import { cacheFiles } from "@ecephys/fixtures";
import { newDirectory } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import { createProjectCache } from "../../src/create-project-cache.ts";
import { openProjectCache } from "../../src/open-project-cache.ts";
import type { PrefetchEvent } from "../../src/prefetch/events.ts";
import { labBackend, lostConnection } from "../project/backend.ts";

const SESSION = 715093703;
const PROBE = 752552876;
const SESSION_PATH = `session_${SESSION}/session_${SESSION}.nwb`;
const files = cacheFiles("mini");
const sizeOf = (path: string) => files.get(path)?.length ?? Number.NaN;

async function newCache(root = newDirectory()) {
  const api = labBackend();
  const manifest = join(root, "ecephys_project_manifest.json");
  const cache = await openProjectCache({ api, manifest, onWarning: () => {} });
  return { api, cache, root };
}

describe("a plan", () => {
  it("reports how much to download, and transfers nothing", async () => {
    const { api, cache } = await newCache();
    const plan = await cache.planPrefetch({ sessions: [SESSION], movies: [1], scenes: [0, 1], tables: true });
    const bytes = [SESSION_PATH, "natural_movie_templates/natural_movie_1.h5"].map(sizeOf);
    const scenes = [0, 1].map((n) => sizeOf(`natural_scene_templates/natural_scene_${n}.tiff`));
    const sum = [...bytes, ...scenes].reduce((one, other) => one + other);
    expect(plan.toFetch).toEqual({ files: 8, bytes: sum, unknown: 4 });
    expect(plan.present).toEqual({ files: 0, bytes: 0, unknown: 0 });
    expect(plan).toMatchObject({ lackingBytes: 0, unavailable: [] });
    expect(plan.freeBytes).toBeGreaterThan(sum);
    expect(api.calls.filter((call) => call.startsWith("download"))).toEqual([]);
    expect(plan.files.find(({ path }) => path === SESSION_PATH)).toMatchObject({
      resource: `session ${SESSION}`,
      kind: "session",
      state: "missing",
      loaded: 0,
    });
  });

  it("counts existing files, and lists those that do not exist", async () => {
    const { cache } = await newCache();
    await cache.getSessionData(SESSION);
    const plan = await cache.planPrefetch({ sessions: [SESSION, 1], lfp: [PROBE, 2] });
    expect(plan.present).toEqual({ files: 1, bytes: sizeOf(SESSION_PATH), unknown: 0 });
    expect(plan.toFetch.files).toBe(1);
    expect(plan.unavailable.map(({ resource }) => resource).sort()).toEqual([
      "session 1",
      "the LFP of probe 2",
    ]);
    for (const { error } of plan.unavailable) expect(error.code).toBe("not-found");
  });

  it("finds the LFP of complete sessions", async () => {
    const { cache } = await newCache();
    const plan = await cache.planPrefetch({ sessions: [SESSION], lfp: true, metrics: true });
    const kinds = [...plan.files, ...plan.unavailable].map((file) => ("kind" in file ? file.kind : "none"));
    expect(kinds.filter((kind) => kind === "lfp").length).toBeGreaterThan(0);
    expect(kinds.filter((kind) => kind === "metrics")).toHaveLength(1);
  });

  it("refuses an invalid request", async () => {
    const { cache } = await newCache();
    const refused = (error: unknown) => isEcephysError(error, "argument");
    await expect(cache.planPrefetch({ sessions: [1.5] })).rejects.toSatisfy(refused);
    await expect(cache.planPrefetch({ lfp: [Number.NaN] })).rejects.toSatisfy(refused);
    for (const concurrency of [0, 0.5, Number.NaN]) {
      await expect(cache.prefetch({ tables: true }, { concurrency })).rejects.toSatisfy(refused);
      await expect(cache.planPrefetch({ tables: true }, { concurrency })).rejects.toSatisfy(refused);
    }
    await expect(cache.prefetch({ tables: true }, { bandwidth: -1 })).rejects.toSatisfy(refused);
  });
});

describe("a prefetch", () => {
  it("downloads everything, reports it, and has nothing to do the second time", async () => {
    const { api, cache, root } = await newCache();
    const events: PrefetchEvent[] = [];
    const request = {
      sessions: [SESSION],
      lfp: [PROBE],
      movies: [1],
      scenes: [0],
      metrics: true,
      tables: true,
    };
    const plan = await cache.planPrefetch(request);
    api.calls.length = 0;
    const summary = await cache.prefetch(plan, { onProgress: (event) => events.push(event) });
    expect(summary.failed).toEqual([]);
    expect(summary.downloaded).toHaveLength(plan.toFetch.files);
    for (const { path, byteLength } of summary.downloaded) {
      expect(readFileSync(join(root, path))).toHaveLength(byteLength);
    }
    expect(summary.bytes).toBe(summary.downloaded.reduce((sum, { byteLength }) => sum + byteLength, 0));
    expect(api.calls).not.toContain("getSessionData");
    expect(events[0]).toMatchObject({ type: "planned", plan: { toFetch: plan.toFetch } });
    const { totals } = events.at(-1)!;
    expect(totals).toMatchObject({
      files: plan.toFetch.files,
      filesDone: plan.toFetch.files,
      filesFailed: 0,
    });
    expect(totals.loaded).toBe(totals.total);
    const ofSession = events.filter((event) => event.type !== "planned" && event.file.path === SESSION_PATH);
    expect([...new Set(ofSession.map(({ type }) => type))]).toEqual([
      "started",
      "progress",
      "finishing",
      "done",
    ]);
    api.calls.length = 0;
    const again = await cache.prefetch(request);
    expect(again.downloaded).toEqual([]);
    expect(again.present).toHaveLength(summary.downloaded.length + summary.present.length);
    expect(again.bytes).toBe(0);
    expect(api.calls).toEqual([]);
  });

  it("continues after a failure, and lists it", async () => {
    const { api, cache, root } = await newCache();
    api.before.set(`download ${SESSION_PATH}`, [lostConnection, lostConnection]);
    const events: PrefetchEvent[] = [];
    const summary = await cache.prefetch(
      { sessions: [SESSION, 1], scenes: [0, 1, 2] },
      { onProgress: (event) => events.push(event), concurrency: 1 },
    );
    expect(summary.downloaded).toHaveLength(3);
    expect(summary.failed.map(({ resource }) => resource).sort()).toEqual([
      "session 1",
      `session ${SESSION}`,
    ]);
    expect(events.filter(({ type }) => type === "failed")).toHaveLength(1);
    expect(existsSync(join(root, SESSION_PATH))).toBe(false);
    expect((await cache.prefetch({ sessions: [SESSION] })).downloaded).toHaveLength(1);
  });

  it("does not start if it does not fit", async () => {
    const api = labBackend();
    const storage = { ...directoryStorage(newDirectory()), freeBytes: async () => 1000 };
    const cache = await createProjectCache({ api, storage });
    const plan = await cache.planPrefetch({ sessions: [SESSION] });
    expect(plan.lackingBytes).toBe(sizeOf(SESSION_PATH) - 1000);
    await expect(cache.prefetch(plan)).rejects.toThrow(/do not fit.*nothing was transferred/);
    expect(api.calls.filter((call) => call.startsWith("download"))).toEqual([]);
  });

  it("ends when it is aborted", async () => {
    const { cache } = await newCache();
    const reason = new Error("enough");
    const controller = new AbortController();
    const onProgress = ({ type }: PrefetchEvent) => type === "progress" && controller.abort(reason);
    const request = { sessions: [SESSION], scenes: [0, 1, 2] };
    await expect(cache.prefetch(request, { signal: controller.signal, onProgress })).rejects.toBe(reason);
    expect((await cache.verify()).problems).toEqual([]);
    expect((await cache.prefetch(request)).failed).toEqual([]);
  });

  it("keeps to its bandwidth, all files together", async () => {
    const { cache } = await newCache();
    const scenes = [0, 1, 2];
    const plan = await cache.planPrefetch({ scenes });
    const bandwidth = plan.toFetch.bytes * 2;
    const { milliseconds } = await cache.prefetch(plan, { bandwidth });
    expect(milliseconds).toBeGreaterThan(400);
  });

  it("fills a cache in memory as well", async () => {
    const cache = await createProjectCache({ api: labBackend() });
    const { downloaded, failed } = await cache.prefetch({ sessions: [SESSION], tables: true });
    expect(failed).toEqual([]);
    expect(downloaded).toHaveLength(5);
    expect((await cache.verify()).problems).toEqual([]);
    expect((await cache.status()).byKind.session.files).toBe(1);
  });
});
