import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DataFile, dataFileBytes, EcephysError, isEcephysError } from "@ecephys/files";
import { fixtureFile, writeCacheDirectory } from "@ecephys/fixtures";
import { newDirectory } from "@ecephys/fixtures/testing";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { FetchProgress } from "../../src/fetch-api.ts";
import { type OpenProjectCacheOptions, openProjectCache } from "../../src/open-project-cache.ts";
import type { Readers, SessionContext } from "../../src/readers.ts";
import { labBackend, lostConnection } from "./backend.ts";

const SESSION = 715093703;
const PROBE = 752552876;
const SESSION_PATH = `session_${SESSION}/session_${SESSION}.nwb`;
const nwb = fixtureFile("mini", `session_${SESSION}.nwb`);

async function newCache<S = DataFile, M = DataFile, N = DataFile>(
  options: Partial<OpenProjectCacheOptions<S, M, N>> = {},
  root = newDirectory(),
) {
  const api = labBackend();
  const warnings: string[] = [];
  const cache = await openProjectCache<S, M, N>({
    api,
    manifest: join(root, "m.json"),
    onWarning: (message) => warnings.push(message),
    ...options,
  });
  const downloads = () => api.calls.filter((call) => call.startsWith("download"));
  return { root, api, cache, warnings, downloads };
}

/** Readers that check a signature, as real ones do more thoroughly. */
const readers = {
  session: {
    open: async (file: DataFile, context: SessionContext) => {
      const [, h, d, f] = await dataFileBytes(file);
      if (String.fromCharCode(h!, d!, f!) !== "HDF") throw damaged(file);
      return { id: context.sessionId, context, size: file.byteLength };
    },
  },
  naturalMovie: { open: async (file: DataFile) => `movie of ${file.byteLength} bytes` },
} satisfies Readers<{ id: number; context: SessionContext; size: number }, string>;

const damaged = (file: DataFile) =>
  new EcephysError("format", { action: "Reading", resource: file.name, reason: "it is no HDF5" });

describe("a file of the cache", () => {
  it("is downloaded once, completely, and read from then on", async () => {
    const progress: FetchProgress[] = [];
    const { cache, root, downloads } = await newCache({ onProgress: (event) => progress.push(event) });
    const file = await cache.getSessionData(SESSION);
    expect(file).toMatchObject({
      name: join(root, SESSION_PATH),
      byteLength: nwb.length,
      localPath: join(root, SESSION_PATH),
    });
    expect(readFileSync(file.localPath!).equals(nwb)).toBe(true);
    expect(Buffer.from(await dataFileBytes(file)).equals(nwb)).toBe(true);
    expect(await (await file.source()).slice(1, 4)).toEqual(new TextEncoder().encode("HDF"));
    await cache.getSessionData(SESSION);
    expect(downloads()).toHaveLength(1);
    const resource = `session ${SESSION}`;
    expect(progress[0]).toEqual({ resource, loaded: 0, total: nwb.length, unit: "bytes" });
    expect(progress.at(-1)).toEqual({ resource, loaded: nwb.length, total: nwb.length, unit: "bytes" });
    expect(progress.length).toBeGreaterThan(10);
  });

  it("is stored where AllenSDK stores it", async () => {
    const { cache, root } = await newCache();
    await cache.getProbeLfpData(PROBE);
    await cache.getNaturalMovieTemplate(1);
    await cache.getNaturalSceneTemplate(0);
    expect(existsSync(join(root, `session_${SESSION}/probe_${PROBE}_lfp.nwb`))).toBe(true);
    expect(existsSync(join(root, "natural_movie_templates/natural_movie_1.h5"))).toBe(true);
    expect(existsSync(join(root, "natural_scene_templates/natural_scene_0.tiff"))).toBe(true);
  });

  it("is read where AllenSDK stored it, without any request", async () => {
    const root = newDirectory();
    writeCacheDirectory("mini", root);
    const manifest = join(root, "ecephys_project_manifest.json");
    const { cache, api } = await newCache({ manifest }, root);
    expect((await cache.getSessionData(SESSION)).byteLength).toBe(nwb.length);
    expect((await cache.getProbeLfpData(PROBE)).localPath).toBe(
      join(root, `session_${SESSION}/probe_${PROBE}_lfp.nwb`),
    );
    expect((await cache.getNaturalMovieTemplate(3)).byteLength).toBeGreaterThan(0);
    expect(api.calls).toEqual([]);
  });

  it("is the reader's result, with the reader's type", async () => {
    const { cache, root } = await newCache({ readers });
    const session = await cache.getSessionData(SESSION, { isiViolationsMaximum: 0.1 });
    expect(session).toMatchObject({ id: SESSION, size: nwb.length });
    expect(session.context.filters).toEqual({ isiViolationsMaximum: 0.1 });
    expectTypeOf(session.id).toBeNumber();
    const movie = await cache.getNaturalMovieTemplate(1);
    expectTypeOf(movie).toBeString();
    expect(movie).toMatch(/movie of \d+ bytes/);
    const scene = await cache.getNaturalSceneTemplate(1);
    expectTypeOf(scene).toEqualTypeOf<DataFile>();
    expect(scene.localPath).toBe(join(root, "natural_scene_templates/natural_scene_1.tiff"));
  });

  it("is downloaded once for concurrent callers, each with their own filters", async () => {
    const { cache, downloads } = await newCache({ readers });
    const [one, two] = await Promise.all([
      cache.getSessionData(SESSION, { isiViolationsMaximum: 0.1 }),
      cache.getSessionData(SESSION, { isiViolationsMaximum: 0.2 }),
    ]);
    expect(one.context.filters).toEqual({ isiViolationsMaximum: 0.1 });
    expect(two.context.filters).toEqual({ isiViolationsMaximum: 0.2 });
    expect(downloads()).toHaveLength(1);
  });

  it("is downloaded again if the reader finds it damaged", async () => {
    const { cache, root, downloads, warnings } = await newCache({ readers });
    await cache.getSessionData(SESSION);
    writeFileSync(join(root, SESSION_PATH), "<html>500</html>");
    expect((await cache.getSessionData(SESSION)).size).toBe(nwb.length);
    expect(downloads()).toHaveLength(2);
    expect(warnings).toEqual([expect.stringMatching(/no HDF5\. Fetching it again/)]);
    writeFileSync(join(root, SESSION_PATH), "");
    expect((await cache.getSessionData(SESSION)).size).toBe(nwb.length);
  });

  it("is kept if the reader fails for another reason", async () => {
    const open = async () => {
      throw new RangeError("Array buffer allocation failed");
    };
    const { cache, root, downloads } = await newCache({ readers: { session: { open } } });
    await expect(cache.getSessionData(SESSION)).rejects.toThrow("allocation failed");
    await expect(cache.getSessionData(SESSION)).rejects.toThrow("allocation failed");
    expect(existsSync(join(root, SESSION_PATH))).toBe(true);
    expect(downloads()).toHaveLength(1);
  });

  it.each([
    ["short", (chunks: Uint8Array[]) => chunks.slice(0, -1)],
    ["empty", () => []],
    ["long", (chunks: Uint8Array[]) => [...chunks, new Uint8Array(5)]],
    ["cut by a lost connection", (chunks: Uint8Array[]) => [chunks[0]!, new Error("ECONNRESET")]],
    ["something else", (chunks: Uint8Array[]) => chunks.map((chunk) => chunk.map((byte) => byte ^ 255))],
  ])("leaves nothing where its download is %s, after two tries", async (_, damage) => {
    const { api, cache, root, downloads, warnings } = await newCache({ readers });
    api.damage = damage;
    await expect(cache.getSessionData(SESSION)).rejects.toThrow();
    expect(downloads()).toHaveLength(2);
    expect(warnings).toHaveLength(1);
    expect(await cache.storage.list()).toEqual(["m.json"]);
    expect(existsSync(join(root, `session_${SESSION}`))).toBe(false);
  });

  it("is available after a download that fails once", async () => {
    const { api, cache, downloads } = await newCache({ readers });
    api.damage = (chunks) => {
      api.damage = undefined;
      return chunks.slice(0, 3);
    };
    expect((await cache.getSessionData(SESSION)).size).toBe(nwb.length);
    expect(downloads()).toHaveLength(2);
  });

  it("is not requested again if the backend does not have it", async () => {
    const { cache, api } = await newCache();
    await expect(cache.getSessionData(1)).rejects.toSatisfy((error) => isEcephysError(error, "not-found"));
    await expect(cache.getNaturalSceneTemplate(-1)).rejects.toThrow(/no such file/);
    expect(api.calls).toEqual(["getSessionData", "getNaturalSceneTemplate"]);
    expect(await cache.storage.list()).toEqual(["m.json"]);
  });

  it("continues to download for one caller when another gives up, and ends with the last", async () => {
    const { api, cache, downloads } = await newCache();
    const one = new AbortController();
    api.before.set(`download ${SESSION_PATH}`, [() => one.abort(new Error("enough"))]);
    const impatient = cache.getSessionData(SESSION, { signal: one.signal });
    const patient = cache.getSessionData(SESSION);
    await expect(impatient).rejects.toThrow("enough");
    expect((await patient).byteLength).toBe(nwb.length);
    expect(downloads()).toHaveLength(1);

    const two = new AbortController();
    const movie = "natural_movie_templates/natural_movie_1.h5";
    api.before.set(`download ${movie}`, [() => two.abort(new Error("no more"))]);
    const only = cache.getNaturalMovieTemplate(1, { signal: two.signal });
    await expect(only).rejects.toThrow("no more");
    expect(await cache.storage.list()).toEqual([
      `.ecephys/${SESSION_PATH}.record.json`,
      "m.json",
      SESSION_PATH,
    ]);
  });

  it.each([1.5, Number.NaN, Number.POSITIVE_INFINITY])("is refused for the id %d", async (id) => {
    const { cache, api } = await newCache();
    for (const call of [
      () => cache.getSessionData(id),
      () => cache.getProbeLfpData(id),
      () => cache.getNaturalMovieTemplate(id),
      () => cache.getNaturalSceneTemplate(id),
      () => cache.getUnitAnalysisMetricsForSession(id),
    ]) {
      await expect(call()).rejects.toSatisfy((error) => isEcephysError(error, "argument"));
    }
    expect(api.calls).toEqual([]);
  });

  it("names a probe that does not exist", async () => {
    const { cache } = await newCache();
    await expect(cache.getProbeLfpData(1)).rejects.toThrow(/probe 1: none of the 20 probes has this id/);
  });

  it("may be a directory in the wrong place: the message says so", async () => {
    const { cache, root } = await newCache();
    writeFileSync(join(root, `session_${SESSION}`), "a file");
    await expect(cache.getSessionData(SESSION)).rejects.toThrow(/file where a directory should be/);
  });
});

describe("what a session reader can look up", () => {
  async function openContext(options: Partial<OpenProjectCacheOptions> = {}, root = newDirectory()) {
    const setup = await newCache({ readers, ...options } as object, root);
    const session = (await setup.cache.getSessionData(SESSION)) as unknown as { context: SessionContext };
    return { ...setup, context: session.context };
  }

  it("is the project's row, channels, probes and metrics of the session", async () => {
    const { context } = await openContext();
    expect(await context.session()).toMatchObject({ id: SESSION, session_type: "brain_observatory_1.1" });
    const probes = await context.probes();
    expect(new Set(probes.array("ecephys_session_id"))).toEqual(new Set([SESSION]));
    const channels = await context.channels();
    expect(channels.columnNames()).toContain("probe_name");
    expect(new Set(channels.array("ecephys_probe_id"))).toEqual(new Set(probes.array("id")));
    const metrics = await context.unitAnalysisMetrics();
    expect(metrics?.columnNames().slice(0, 2)).toEqual(["ecephys_unit_id", "area_rf"]);
  });

  it("is not looked up before it is needed", async () => {
    const { api } = await openContext();
    expect(api.calls).toEqual(["getSessionData", `download ${SESSION_PATH}`]);
  });

  it("is a probe's LFP file, fetched on the first call and shared", async () => {
    const { context, downloads } = await openContext();
    const lfp = (probe: number) => context.openLfp(probe, { open: async (file) => file });
    const [one, two] = await Promise.all([lfp(PROBE), lfp(PROBE)]);
    expect(one.name).toContain(`session_${SESSION}/probe_${PROBE}_lfp.nwb`);
    expect(two.byteLength).toBe(one.byteLength);
    expect(downloads()).toHaveLength(2);
    await expect(lfp(1)).rejects.toThrow(/probe 1/);
  });

  it("names the session if the project has no row for it", async () => {
    const { context, api } = await openContext();
    const { getSessions } = api;
    api.getSessions = async () => (await getSessions()).slice(1).reify();
    await expect(context.session()).rejects.toThrow(/session 715093703: none of the 4 sessions has this id/);
  });

  it("downloads a damaged LFP file again", async () => {
    const { context, downloads, root } = await openContext();
    writeFileSync(join(root, `session_${SESSION}/probe_${PROBE}_lfp.nwb`), "half a file");
    const open = async (file: DataFile) => {
      if (file.byteLength < 100) throw damaged(file);
      return file.byteLength;
    };
    const size = await context.openLfp(PROBE, { open });
    expect(size).toBeGreaterThan(1000);
    expect(downloads()).toHaveLength(2);
  });

  it("comes without metrics if they are not available, with a warning", async () => {
    const { context, api, warnings } = await openContext();
    api.getUnitAnalysisMetrics = async () => lostConnection();
    expect(await context.unitAnalysisMetrics()).toBeUndefined();
    expect(warnings.at(-1)).toMatch(/connection was lost.*are returned without analysis metrics/);
  });

  it("warns through the cache", async () => {
    const { context, warnings } = await openContext();
    context.warn("just so");
    expect(warnings).toEqual(["just so"]);
  });
});

describe("analysis metrics", () => {
  it("come with their units or alone", async () => {
    const { cache, api } = await newCache();
    const alone = await cache.getUnitAnalysisMetricsForSession(SESSION, { annotate: false });
    expect(alone.columnNames()[0]).toBe("ecephys_unit_id");
    expect(alone.columnNames()).not.toContain("snr");
    const annotated = await cache.getUnitAnalysisMetricsForSession(SESSION);
    expect(annotated.columnNames()).toEqual(expect.arrayContaining(["ecephys_unit_id", "snr", "area_rf"]));
    expect(annotated.numRows()).toBeLessThan(alone.numRows());
    expect(new Set(annotated.array("ecephys_session_id"))).toEqual(new Set([SESSION]));
    expect(api.calls.filter((call) => call === "getUnitAnalysisMetrics")).toHaveLength(1);
  });

  it("come by session type", async () => {
    const { cache } = await newCache();
    const metrics = await cache.getUnitAnalysisMetricsBySessionType("functional_connectivity", {
      annotate: false,
    });
    expect(metrics.columnNames()).toContain("pref_speed_dm");
    expect(existsSync(join(cache.storage.location, "functional_connectivity_analysis_metrics.csv"))).toBe(
      true,
    );
  });

  it("of a type or session that does not exist are an error that lists those that do", async () => {
    const { cache } = await newCache();
    const ofType = cache.getUnitAnalysisMetricsBySessionType("no_such_type");
    await expect(ofType).rejects.toSatisfy((error) => isEcephysError(error, "not-found"));
    await expect(ofType).rejects.toThrow(
      /"no_such_type".*"brain_observatory_1.1", "functional_connectivity"/,
    );
    await expect(cache.getUnitAnalysisMetricsForSession(1)).rejects.toThrow(
      /session 1: none of the 5 sessions/,
    );
    await expect(cache.getUnitAnalysisMetricsBySessionType("../x")).rejects.toThrow(/part of a file's name/);
  });

  it("of a session without metrics are an empty table, which is not kept", async () => {
    const { cache } = await newCache();
    const metrics = await cache.getUnitAnalysisMetricsForSession(782942878);
    expect(metrics.numRows()).toBe(0);
    expect(metrics.columnNames()).toContain("ecephys_unit_id");
    expect((await cache.storage.list()).filter((path) => path.includes("metrics"))).toEqual([]);
  });

  it("are named in the error if they are neither cached nor available", async () => {
    const root = newDirectory();
    const { cache } = await newCache({ offline: true }, root);
    const reading = cache.getUnitAnalysisMetricsForSession(SESSION, { annotate: false });
    await expect(reading).rejects.toSatisfy((error) => isEcephysError(error, "missing-data"));
    await expect(reading).rejects.toThrow(
      new RegExp(`metrics of session ${SESSION}.*looked for ${root}/session_${SESSION}/`),
    );
  });
});

describe("invalid thresholds", () => {
  it.each([[Number.NaN], ["0.1"]])("are refused: %j", async (value) => {
    const { cache } = await newCache();
    const options = { isiViolationsMaximum: value as number };
    await expect(cache.getUnits(options)).rejects.toSatisfy((error) => isEcephysError(error, "argument"));
    const readingSession = cache.getSessionData(SESSION, options);
    await expect(readingSession).rejects.toSatisfy((error) => isEcephysError(error, "argument"));
  });

  it("are refused under unknown names, with the nearest known one", async () => {
    const { cache } = await newCache();
    const options: object = { isiViolationMaximum: 0.1 };
    const message =
      /the option isiViolationMaximum: there is no such option\. Did you mean isiViolationsMaximum\?/;
    await expect(cache.getUnits(options)).rejects.toThrow(message);
    await expect(cache.getSessionData(SESSION, options)).rejects.toThrow(message);
    expect((await cache.getUnits({ isiViolationsMaximum: 0.01 })).numRows()).toBe(165);
  });
});
