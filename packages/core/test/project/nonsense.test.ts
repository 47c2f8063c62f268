import { NONSENSE, outcomeOf } from "@ecephys/fixtures";
import { beforeAll, describe, expect, it, test } from "vitest";
import { createProjectCache, EcephysProjectCache, isEcephysError } from "../../src/index.ts";
import { openProjectCache } from "../../src/node.ts";
import { labBackend } from "./backend.ts";

let cache: EcephysProjectCache;
beforeAll(async () => {
  cache = await createProjectCache({ api: labBackend(), onWarning: () => {} });
});

const OPTIONS_FIRST = [
  "getSessionTable",
  "getProbes",
  "getChannels",
  "getUnits",
  "getRawSessions",
  "getRawProbes",
  "getRawChannels",
  "getRawUnits",
  "getAllSessionTypes",
  "getAllFullGenotypes",
  "getAllAges",
  "getAllSexes",
  "getStructureAcronyms",
  "status",
  "verify",
  "prune",
  "repair",
] as const;
const OPTIONS_SECOND = [
  ["getUnitAnalysisMetricsForSession", 715093703],
  ["getUnitAnalysisMetricsBySessionType", "brain_observatory_1.1"],
  ["getSessionData", 715093703],
  ["getProbeLfpData", 752552876],
  ["getNaturalMovieTemplate", 1],
  ["getNaturalSceneTemplate", 0],
  ["planPrefetch", { movies: [1] }],
  ["prefetch", { movies: [1] }],
] as const;
type Call = (...given: readonly unknown[]) => unknown;
const call =
  (method: string): Call =>
  (...given) =>
    (cache as unknown as Record<string, Call>)[method]!.call(cache, ...given);

describe("anything but an object of options is refused", () => {
  const wrong = NONSENSE.filter(
    (value) => value !== undefined && !(Object.prototype.toString.call(value) === "[object Object]"),
  );
  test.each(OPTIONS_FIRST)("by %s", async (method) => {
    for (const value of wrong) expect(await outcomeOf(() => call(method)(value))).toBe("argument");
    for (const value of [undefined, {}]) expect(await outcomeOf(() => call(method)(value))).toBe("answer");
  });
  test.each(OPTIONS_SECOND)("by %s", async (method, first) => {
    for (const value of wrong) expect(await outcomeOf(() => call(method)(first, value))).toBe("argument");
    for (const value of [undefined, {}])
      expect(await outcomeOf(() => call(method)(first, value))).toBe("answer");
  });
  test.each([...OPTIONS_FIRST.map((name) => [name] as const), ...OPTIONS_SECOND])(
    "and so is a signal that is none, by %s",
    async (method, ...first) => {
      for (const signal of [null, "now", 5, {}, new AbortController()])
        expect(await outcomeOf(() => call(method)(...first, { signal }))).toBe("argument");
    },
  );
});

test("options under AllenSDK's names are refused, and called by ours", async () => {
  const asked = call("getUnits")({ isi_violations_maximum: 0.1 }) as Promise<unknown>;
  await expect(asked).rejects.toThrow(
    "Calling getUnits failed for the option isi_violations_maximum: a name in JavaScript's spelling is expected, " +
      'not "isi_violations_maximum". Write isiViolationsMaximum.',
  );
  expect(await outcomeOf(() => call("getSessionData")(715093703, { filter_by_validity: false }))).toBe(
    "argument",
  );
  expect(await outcomeOf(() => call("getUnits")({ noSuchThreshold: 1 }))).toBe("argument");
});

test("a cache is not opened with invalid readers or flags", async () => {
  const open = (options: object) =>
    outcomeOf(() => openProjectCache({ api: labBackend(), cache: false, ...options } as never));
  for (const readers of [null, () => ({}), "nwb"]) expect(await open({ readers })).toBe("argument");
  for (const name of ["cache", "derivedFiles", "offline"])
    for (const value of [null, 0, "no"]) expect(await open({ [name]: value })).toBe("argument");
  expect(await open({ fetch_tries: 3 })).toBe("argument");
});

describe("any arguments give a result or an error that says what is wrong", () => {
  const places: readonly (readonly [string, Call])[] = [
    ...OPTIONS_SECOND.map(([method]) => [`${method}(…)`, call(method)] as const),
    ["getCachePath(…)", call("getCachePath")],
    ["getCachePath(key, …)", (value) => cache.getCachePath("session_nwb", value as never, value as never)],
    ["suppress", (suppress) => cache.getUnits({ suppress } as never)],
    ["amplitudeCutoffMaximum", (value) => cache.getUnits({ amplitudeCutoffMaximum: value } as never)],
    ["filterByValidity", (value) => cache.getRawUnits({ filterByValidity: value } as never)],
    ["annotate", (annotate) => cache.getUnitAnalysisMetricsForSession(715093703, { annotate } as never)],
    ...["sessions", "lfp", "movies", "scenes", "metrics", "sessionTypes", "tables"].map(
      (kind) => [kind, (value: unknown) => cache.planPrefetch({ [kind]: value } as never)] as const,
    ),
    ...["concurrency", "bandwidth", "ranges", "onProgress"].map(
      (name) =>
        [name, (value: unknown) => cache.prefetch({ movies: [1] }, { [name]: value } as never)] as const,
    ),
    ["report", (report) => cache.repair({ report } as never)],
    ["deep", (deep) => cache.verify({ deep } as never)],
    ["dryRun", (dryRun) => cache.prune({ dryRun } as never)],
    ["kinds", (kinds) => cache.prune({ kinds } as never)],
    ["new EcephysProjectCache(…)", (options) => new EcephysProjectCache(options as never)],
    ["storage", (storage) => createProjectCache({ api: labBackend(), storage } as never)],
    ["manifest", (manifest) => createProjectCache({ api: labBackend(), manifest, offline: true } as never)],
    ["version", (version) => createProjectCache({ api: labBackend(), version } as never)],
    [
      "a manifest on disk",
      (manifest) => openProjectCache({ api: labBackend(), manifest, offline: true } as never),
    ],
    ["publishedAt", (publishedAt) => createProjectCache({ api: labBackend(), publishedAt } as never)],
    ["fetchTries", (fetchTries) => createProjectCache({ api: labBackend(), fetchTries } as never)],
    [
      "addManifestPaths",
      (value) => createProjectCache({ api: labBackend(), addManifestPaths: value } as never),
    ],
  ];
  test.each(places)("%s", async (_, place) => {
    for (const value of NONSENSE) await outcomeOf(() => place(value));
  });
});

describe("a wrong argument's message", () => {
  it.each([
    [
      () => cache.prefetch({ sessions: "715093703" } as never),
      /sessions: a list of ids is expected, not "715093703"\. Give/,
    ],
    [
      () => cache.prefetch("715093703" as never),
      /the request: an object is expected, not "715093703"\. Pass \{ sessions/,
    ],
    [() => cache.prefetch({ session: [1] } as never), /the option session: .*Did you mean sessions\?/],
    [() => cache.prefetch({ sessions: [1, Number.NaN] }), /sessions\[1\]: an id is expected, not NaN/],
    [
      () => cache.getProbes({ sessionIds: 5 } as never),
      /getProbes failed for the option sessionIds: .*filter the returned table/,
    ],
    [
      () => cache.getUnits(715093703 as never),
      /getUnits failed for the options: an object is expected, not 715093703\./,
    ],
    [() => cache.getSessionData("715093703" as never), /a session id: an id is expected, not "715093703"/],
    [() => cache.getUnits({ suppress: [5] } as never), /suppress\[0\]: a list of names is expected, not 5/],
    [() => cache.prune({ kinds: ["all"] } as never), /not "all"\. The kinds are partial, lock/],
  ])("names the value, what is expected and what to do (%#)", async (asking, message) => {
    await expect(asking()).rejects.toThrow(message);
    await expect(asking()).rejects.toSatisfy((error) => isEcephysError(error, "argument"));
  });
});

it("takes ids as tables and files have them", async () => {
  const lists = [[715093703], Int32Array.of(715093703), BigInt64Array.of(715093703n), 715093703, 715093703n];
  for (const sessions of lists) {
    const plan = await cache.planPrefetch({ sessions, lfp: Int32Array.of(752552876), metrics: true });
    expect(plan.files.map(({ resource }) => resource)).toEqual([
      "the unit analysis metrics of session 715093703",
      "session 715093703",
      "the LFP of probe 752552876",
    ]);
  }
  expect((await cache.getSessionData(715093703n)).name).toContain("session_715093703/session_715093703.nwb");
  const ofSession = await cache.getUnitAnalysisMetricsForSession(715093703n);
  expect(ofSession.numRows()).toBe(21);
  expect((await cache.getUnits({ suppress: "snr" })).columnNames()).not.toContain("snr");
});

describe("a misspelt option is refused with the nearest known one", () => {
  const misspelt = { signl: new AbortController().signal };
  const message = /the option signl: there is no such option\. Did you mean signal\?/;
  test.each(OPTIONS_FIRST)("by %s", async (method) => {
    await expect(call(method)(misspelt)).rejects.toThrow(message);
  });
  test.each(OPTIONS_SECOND)("by %s", async (method, first) => {
    await expect(call(method)(first, misspelt)).rejects.toThrow(message);
  });
  test("by what opens a cache", async () => {
    const api = labBackend();
    const options = { api, cache: false, fetchTrys: 1 };
    await expect(openProjectCache(options)).rejects.toThrow(/fetchTrys: .*Did you mean fetchTries\?/);
    const created = { api, ofline: true };
    await expect(createProjectCache(created)).rejects.toThrow(/ofline: .*Did you mean offline\?/);
    expect(() => new EcephysProjectCache({ ...created, storage: cache.storage })).toThrow(/offline/);
  });
});
