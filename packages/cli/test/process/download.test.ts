import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { hdf5Bytes } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  atTerminal,
  BIN,
  cleanEnv,
  ecephys,
  finished,
  inProcess,
  start,
  temporaryDirectory,
} from "../support/ecephys.ts";
import {
  bytesPutDown,
  dataFiles,
  isWhole,
  lfpPath,
  STOPPING,
  sessionPath,
  startOf,
  transfers,
} from "../support/files.ts";
import { readOnly } from "../support/read-only.ts";

const SESSION = 715093703;
const PROBES = [752552876, 752552882];
const NWB = `session_${SESSION}.nwb`;

let warehouse: SampleWarehouse;
let scratch: ReturnType<typeof temporaryDirectory>;
beforeAll(async () => {
  warehouse = await startSampleWarehouse();
  scratch = temporaryDirectory();
});
afterAll(async () => {
  await warehouse.close();
  scratch.remove();
});
beforeEach(() => warehouse.reset());

const newCache = () => mkdtempSync(join(scratch.path, "cache-"));
const args = (cache: string, ...own: string[]) => [
  "download",
  "--cache",
  cache,
  "--base-url",
  warehouse.url,
  ...own,
];
const download = (cache: string, ...own: string[]) => ecephys(args(cache, ...own));
/** For tests in which the process itself does not matter. */
const quick = (cache: string, ...own: string[]) => inProcess(args(cache, ...own));
const sessionFile = (cache: string) => isWhole(cache, sessionPath(SESSION), NWB);

describe("what is downloaded", () => {
  it("a session with its LFP, a movie, scenes, metrics and tables; and nothing a second time", async () => {
    const cache = newCache();
    const what = [
      "--session",
      `${SESSION}`,
      "--lfp",
      "--movie",
      "1",
      "--scene",
      "0-2",
      "--metrics",
      "--tables",
    ];
    const first = await download(cache, ...what);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toMatch(/^To download: 11 files, 3.78 MB and 4 of unknown size, into /);
    expect(first.stdout).toMatch(
      /\nEnough disk space for the files of known size: .* free\.\nDownloaded 11 files, .* in .* s.*\.\n1 file already in the cache\.\n$/,
    );
    expect(dataFiles(cache)).toEqual(
      [
        "channels.csv",
        "ecephys_project_manifest.json",
        "probes.csv",
        "sessions.csv",
        "units.csv",
        "natural_movie_templates/natural_movie_1.h5",
        ...[0, 1, 2].map((number) => `natural_scene_templates/natural_scene_${number}.tiff`),
        `session_${SESSION}/session_${SESSION}_analysis_metrics.csv`,
        ...PROBES.map((probe) => lfpPath(SESSION, probe)),
        sessionPath(SESSION),
      ].sort(),
    );
    expect(sessionFile(cache)).toBe(true);
    for (const probe of PROBES)
      expect(isWhole(cache, lfpPath(SESSION, probe), `probe_${probe}_lfp.nwb`)).toBe(true);
    warehouse.reset();
    const second = await download(cache, ...what);
    expect(second).toMatchObject({
      code: 0,
      stdout: "Nothing to download: everything is in the cache.\n12 files already in the cache.\n",
    });
    expect(transfers(warehouse.requests)).toEqual([]);
  });

  it("--dry-run says how much it would download, and transfers nothing", async () => {
    const cache = newCache();
    const run = await download(cache, "--session", `${SESSION},777821539`, "--dry-run");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout.split("\n")).toEqual([
      `To download: 2 files, 4.83 MB, into ${cache}`,
      `  session ${SESSION}  2.98 MB`,
      "  session 777821539  1.86 MB",
      expect.stringMatching(/^Enough disk space: /),
      "",
    ]);
    expect(transfers(warehouse.requests)).toEqual([]);
    expect(dataFiles(cache)).toEqual(["ecephys_project_manifest.json"]);
  });

  it("sessions are chosen by their columns, or by those of their units, or both", async () => {
    const cache = newCache();
    const chosen = async (...own: string[]) => {
      const { stdout } = await quick(cache, "--dry-run", "--json", ...own);
      const { plan } = JSON.parse(stdout) as {
        plan: Record<"files" | "unavailable", { resource: string }[]>;
      };
      return [...plan.files, ...plan.unavailable].map(({ resource }) => resource);
    };
    expect(await chosen("--where", 'session_type == "brain_observatory_1.1"')).toContain(
      `session ${SESSION}`,
    );
    expect(await chosen("--where", `id == ${SESSION}`, "--probe", "752552877", "--lfp")).toEqual([
      `session ${SESSION}`,
      ...[752552877, ...PROBES].map((probe) => `the LFP of probe ${probe}`),
    ]);
    expect(await chosen("--where-units", `snr > 1 && ecephys_session_id == ${SESSION}`)).toEqual([
      `session ${SESSION}`,
    ]);
  });

  it.each([
    [["--where", "id == 1"], 3, /of 5 sessions, none matches/],
    [["--where", "idd == 1"], 2, /Did you mean id/],
    [["--where", "id =="], 2, /does not parse/],
    [[], 2, /choose what to download/],
    [["--lfp"], 2, /--lfp applies to sessions/],
    [["--metrics", "--movie", "1"], 2, /--metrics applies to sessions/],
    [["--movie", "3-1"], 2, /3-1 is not a range/],
    [["--scene", "x"], 2, /ranges of them/],
    [["--session", "1", "--bandwidth", "fast"], 2, /bytes per second/],
    [["--session", "1", "--concurrency", "0"], 2, /1 or more/],
    [["--session", "1"], 3, /session 1/],
  ])("%j ends with %i", async (own, code, message) => {
    const run = await quick(newCache(), ...own);
    expect(run.stderr).toMatch(message);
    expect(run.code).toBe(code);
  });
});

describe("interrupted", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGKILL", null],
  ] as const)("%s in the middle: the next run resumes", async (signal, code) => {
    warehouse.setFaults([...STOPPING]);
    const cache = newCache();
    const child = start(args(cache, "--session", `${SESSION}`, "--concurrency", "1"));
    const end = finished(child);
    const kept = await bytesPutDown(cache, SESSION);
    child.kill(signal);
    expect((await end).code).toBe(code);
    expect(dataFiles(cache)).toEqual(["ecephys_project_manifest.json"]);
    warehouse.reset();
    const run = await download(cache, "--session", `${SESSION}`, "--concurrency", "1");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/2\.98 MB, of which .* are already downloaded/);
    expect(sessionFile(cache)).toBe(true);
    const [first] = transfers(warehouse.requests, NWB);
    expect(startOf(first!)).toBeGreaterThanOrEqual(kept);
    expect(dataFiles(join(cache, ".ecephys")).filter((path) => /part|lock|tmp/.test(path))).toEqual([]);
  });
});

describe("what is not available", () => {
  it("ends with 11 if other files succeed, and the next run downloads the rest", async () => {
    const cache = newCache();
    warehouse.setFaults(["404@1026123513"]);
    const run = await download(cache, "--movie", "1,3");
    expect(run.code).toBe(11);
    expect(run.stdout).toMatch(
      /^To download: 1 file[\s\S]*Not available: natural movie 3: [\s\S]*1 file failed\.\n/,
    );
    expect(run.stderr).toMatch(/^error: .*natural_movie_3|^error: .*1026123513/);
    expect(dataFiles(cache)).toContain("natural_movie_templates/natural_movie_1.h5");
    warehouse.reset();
    expect((await quick(cache, "--movie", "1,3")).code).toBe(0);
    expect(transfers(warehouse.requests)).toHaveLength(1);
  });

  it("ends with the code of its error if nothing succeeds, with one object per line for --json-errors", async () => {
    warehouse.setFaults(["html@download"]);
    const run = await quick(newCache(), "--movie", "1,3", "--json");
    expect(run.code).toBe(6);
    const errors = run.stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { error: { code: string } });
    expect(errors.map(({ error }) => error.code)).toEqual(["response", "response"]);
    const { summary } = JSON.parse(run.stdout) as { summary: { failed: unknown[]; downloaded: unknown[] } };
    expect(summary).toMatchObject({
      downloaded: [],
      failed: [{ error: { exitCode: 6 } }, { error: { exitCode: 6 } }],
    });
  });

  it("is refused before any transfer if the disk has too little room", async () => {
    const small = newCache();
    if (process.platform !== "linux" || process.getuid?.() !== 0) return;
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", small]);
    try {
      for (const own of [[], ["--dry-run"]]) {
        const run = await quick(small, "--session", `${SESSION}`, ...own);
        expect(run.code).toBe(9);
        expect(run.stdout).toMatch(/Not enough disk space: .* free, 1\.\d+ MB more needed/);
      }
      expect(transfers(warehouse.requests)).toEqual([]);
    } finally {
      execFileSync("umount", [small]);
    }
  });
});

describe("without a network", () => {
  it("--offline and ECEPHYS_OFFLINE send no request: files in the cache are used, and missing ones end with 4", async () => {
    const cache = newCache();
    expect((await quick(cache, "--movie", "1")).code).toBe(0);
    warehouse.reset();
    expect((await download(cache, "--movie", "1", "--offline")).code).toBe(0);
    const env = { ECEPHYS_OFFLINE: "1" };
    expect((await ecephys(args(cache, "--movie", "1,3", "--session", "1", "--tables"), { env })).code).toBe(
      11,
    );
    const none = await ecephys(args(cache, "--movie", "3"), { env });
    expect(none.code).toBe(4);
    expect(none.stderr).toContain("natural movie 3");
    expect(warehouse.requests).toEqual([]);
  });

  it("a read-only cache serves what it has, and says why nothing can be added", async () => {
    const cache = newCache();
    expect((await quick(cache, "--movie", "1")).code).toBe(0);
    const end = readOnly(cache);
    try {
      expect(await download(cache, "--movie", "1")).toMatchObject({ code: 0, stderr: "" });
      const more = await download(cache, "--movie", "3");
      expect(more.code).toBe(9);
      expect(more.stderr).toMatch(/read-only|denied/);
      expect((await download(cache, "--movie", "3", "--dry-run")).code).toBe(0);
    } finally {
      end();
    }
    expect(dataFiles(cache)).toHaveLength(2);
  });
});

describe("how it is shown", () => {
  it("on a terminal it asks, and shows bars that are removed at the end", async () => {
    warehouse.setFaults(["drip:6000000@download"]);
    const cache = newCache();
    const run = await atTerminal(args(cache, "--session", `${SESSION}`), { input: "y\n" });
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/Download 1 file, 2\.98 MB\? \[Y\/n\] /);
    expect(run.stdout).toMatch(/session 715093703 .*█.*░.* \d+ % .* of 2\.98 MB/);
    expect(run.stdout).toContain("\r\u001b[JDownloaded 1 file, 2.98 MB in ");
    expect(sessionFile(cache)).toBe(true);
  });

  it.each(["n\n", "\u0004", "\u0003"])("the answer %j downloads nothing", async (input) => {
    const cache = newCache();
    const run = await atTerminal(args(cache, "--session", `${SESSION}`), { input });
    expect(run.code).toBe(130);
    expect(transfers(warehouse.requests)).toEqual([]);
  });

  it("--yes skips the question", async () => {
    const run = await atTerminal(args(newCache(), "--movie", "1", "--yes", "--progress", "none"), {});
    expect(run.code).toBe(0);
    expect(run.stdout).not.toContain("?");
    expect(run.stdout).not.toContain("█");
  });

  it("--progress log writes timestamped lines to stderr, --quiet only the summary", async () => {
    const log = await download(newCache(), "--movie", "1", "--progress", "log");
    expect(log.stderr.trim().split("\n")).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ to download: 1 file, 69\.4 kB$/),
      expect.stringMatching(/Z natural movie 1: started, 69\.4 kB$/),
      expect.stringMatching(/Z natural movie 1: done, 69\.4 kB$/),
    ]);
    const quiet = await download(newCache(), "--movie", "1", "--progress", "log", "--quiet");
    expect(quiet).toMatchObject({
      code: 0,
      stderr: "",
      stdout: expect.stringMatching(/^Downloaded 1 file.*\n$/),
    });
  });

  it("a reader may close the pipe after the plan: the files are still downloaded, without an error", async () => {
    const cache = newCache();
    const command = [process.execPath, BIN, ...args(cache, "--movie", "1,3")]
      .map((arg) => `'${arg}'`)
      .join(" ");
    const child = spawn("bash", ["-c", `${command} | head -n 1; echo "\${PIPESTATUS[0]}"`], {
      env: cleanEnv(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { stderr, stdout } = await finished(child);
    expect({ stderr, stdout }).toEqual({
      stderr: "",
      stdout: expect.stringMatching(/^To download: 2 files.*\n0\n$/),
    });
    expect(dataFiles(cache)).toHaveLength(3);
  });
});

describe("how it is downloaded", () => {
  it("at most --concurrency files at once, at most --bandwidth bytes per second", async () => {
    const before = performance.now();
    const run = await download(newCache(), "--movie", "1,3", "--concurrency", "1", "--bandwidth", "100k");
    expect(run.code).toBe(0);
    expect(performance.now() - before).toBeGreaterThan(1000);
    expect(Math.max(...transfers(warehouse.requests).map(({ concurrent }) => concurrent))).toBe(1);
  });

  it("a large file in several parts with --ranges", async () => {
    const large = hdf5Bytes(40_000_000);
    const own = await startSampleWarehouse({ files: { "1026123372": large } });
    const cache = newCache();
    const what = ["--session", `${SESSION}`, "--base-url", own.url, "--ranges", "4"];
    expect((await inProcess(["download", ...what, "--cache", cache])).code).toBe(0);
    expect(new Set(transfers(own.requests).map(startOf)).size).toBeGreaterThan(1);
    await own.close();
    expect(readFileSync(join(cache, sessionPath(SESSION))).equals(large)).toBe(true);
  });

  it("two processes that download the same file transfer it once", async () => {
    warehouse.setFaults(["drip:6000000@download"]);
    const cache = newCache();
    const runs = await Promise.all(
      [1, 2].map(() => download(cache, "--session", `${SESSION}`, "--concurrency", "1")),
    );
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(transfers(warehouse.requests, NWB)).toHaveLength(1);
    expect(sessionFile(cache)).toBe(true);
  });
});
