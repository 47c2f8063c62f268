import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataFileBytes } from "@ecephys/files";
import { partialRecordPath } from "@ecephys/files/internal";
import { tried } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openProjectCache } from "../../src/open-project-cache.ts";
import type { EcephysProjectCache } from "../../src/project-cache.ts";
import { buildProgram, type Ended, type Program } from "./children.ts";
import { httpLab } from "./http-lab.ts";
import { DURATION, HURRY, type LabServer, serveLab, session } from "./lab-server.ts";

const KILLS = 50;
const AT_ONCE = 10;
const sha256 = createHash("sha256").update(session).digest("hex");
const MANIFEST = "ecephys_project_manifest.json";

let program: Program;
let lab: LabServer;
let root: string;
const counts: Record<string, number> = {};
const count = (what: string, more = 1) => {
  counts[what] = (counts[what] ?? 0) + more;
};

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "ecephys-survival-"));
  program = await buildProgram();
  lab = await serveLab();
});
afterAll(async () => {
  console.info(
    `survived: ${Object.entries(counts)
      .map(([what, times]) => `${times} ${what}`)
      .join(", ")}`,
  );
  program.remove();
  await lab.close();
  rmSync(root, { recursive: true, force: true });
});

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Runs `KILLS` children, each in a directory of its own, and kills each when `moment` of it has come. */
async function killed(
  what: "session" | "tables",
  moment: (name: string, place: number) => Promise<void>,
  after: (directory: string, end: Ended, url: string) => Promise<void>,
) {
  for (let batch = 0; batch < KILLS; batch += AT_ONCE) {
    const runs = Array.from({ length: AT_ONCE }, async (_, at) => {
      const name = `${what}-${batch + at}`;
      const directory = join(root, name);
      mkdirSync(directory);
      const url = lab.urlFor(name);
      const { child, ended } = await program.start([join(directory, MANIFEST), url, what]);
      // Spread over the whole of what the child does, and random within each part of it.
      await Promise.race([moment(name, (batch + at + Math.random()) / KILLS), ended]);
      child.kill("SIGKILL");
      const end = await ended;
      if (end.signal === "SIGKILL") tried("kills");
      return after(directory, end, url);
    });
    await Promise.all(runs);
  }
}

/** What must hold of a directory whatever happened in it. */
async function expectWhole(cache: EcephysProjectCache): Promise<void> {
  const report = await cache.verify();
  expect(report.problems).toEqual([]);
  expect(report.strays).toEqual([]);
  expect(report.leftovers.filter(({ inUse, kind }) => inUse && kind !== "temporary")).toEqual([]);
}

/**
 * The files that are left once what the dead left behind is pruned, but for data, records and faster copies:
 * none. A temporary file is pruned when it is a minute old, so it is made that old.
 */
async function orphansAfterPruning(cache: EcephysProjectCache): Promise<string[]> {
  const { files, location } = await cache.status();
  const temporary = files.filter(({ kind }) => kind === "temporary");
  count("temporary files of the dead", temporary.length);
  for (const { path } of temporary) utimesSync(join(location, path), new Date(0), new Date(0));
  await cache.prune({ dryRun: false });
  const orphans: readonly string[] = ["partial", "lock", "temporary", "stray"];
  return (await cache.status()).files.flatMap(({ kind, path }) => (orphans.includes(kind) ? [path] : []));
}

/** Soon after its start, when so much of the file has been sent to it, or soon after all of it has been. */
async function whileDownloading(name: string, place: number): Promise<void> {
  if (place < 0.05) return pause(place * 1000);
  const share = 1.1 * place;
  await lab.sent(name, Math.min(share, 1));
  await pause(Math.max(0, share - 1) * DURATION);
}

const opened = (directory: string, url = lab.url) => {
  const api = httpLab(url, { [HURRY]: "1" });
  return openProjectCache({ api, manifest: join(directory, MANIFEST), onWarning: () => {} });
};

describe("a process that is killed", { timeout: 120_000 }, () => {
  it(`while it downloads, at ${KILLS} moments, leaves a whole directory, and the next goes on from there`, async () => {
    let resumed = 0;
    await killed("session", whileDownloading, async (directory, { signal }, url) => {
      count(signal === "SIGKILL" ? "kills of downloads" : "downloads that were done before");
      const cache = await opened(directory, url);
      await expectWhole(cache);
      const before = await cache.planPrefetch({ sessions: [1] });
      if (before.files[0]?.state === "partial") resumed++;
      const file = await cache.getSessionData(1);
      expect(
        createHash("sha256")
          .update(await dataFileBytes(file))
          .digest("hex"),
      ).toBe(sha256);
      await expectWhole(cache);
      expect(await orphansAfterPruning(cache)).toEqual([]);
      expect((await cache.status()).byKind.session.files).toBe(1);
    });
    expect(resumed).toBeGreaterThan(5);
    count("downloads gone on with", resumed);
  });

  it(`while it writes tables, at ${KILLS} moments, leaves each whole or not there, and the next can go on`, async () => {
    const whileWriting = (_name: string, place: number) => pause(place * 700);
    await killed("tables", whileWriting, async (directory, { signal }) => {
      count(signal === "SIGKILL" ? "kills of table writes" : "table writes that were done before");
      const cache = await opened(directory);
      await expectWhole(cache);
      expect((await cache.getUnits({ filterByValidity: false })).numRows()).toBeGreaterThan(0);
      await cache.getUnitAnalysisMetricsForSession(715093703, { annotate: false });
      await expectWhole(cache);
      const { byKind } = await cache.status();
      expect(byKind).toMatchObject({ table: { files: 4 }, metrics: { files: 1 } });
      expect(await orphansAfterPruning(cache)).toEqual([]);
    });
  });
});

describe("twenty processes at once", { timeout: 120_000 }, () => {
  const twenty = async (what: "session" | "tables", directory: string): Promise<Ended[]> => {
    mkdirSync(directory);
    const args = [join(directory, MANIFEST), lab.url, what];
    const started = await Promise.all(Array.from({ length: 20 }, () => program.start(args)));
    return Promise.all(started.map(({ ended }) => ended));
  };

  it("that ask for the same file transfer it once", async () => {
    const before = lab.count("session_1.nwb");
    const directory = join(root, "twenty-session");
    const ends = await twenty("session", directory);
    expect(ends.map(({ errors }) => errors).join("")).toBe("");
    expect(new Set(ends.map(({ output }) => output.trim().split("\n").at(-1)))).toEqual(new Set([sha256]));
    expect(lab.count("session_1.nwb") - before).toBe(1);
    await expectWhole(await opened(directory));
    count("processes that shared a download", ends.length);
  });

  it("that ask for the same tables fetch each once", async () => {
    const names = ["sessions.csv", "probes.csv", "channels.csv", "units.csv", "metrics.csv"];
    const before = names.map((name) => lab.count(name));
    const directory = join(root, "twenty-tables");
    const ends = await twenty("tables", directory);
    expect(ends.map(({ errors }) => errors).join("")).toBe("");
    expect(new Set(ends.map(({ output }) => output.trim().split("\n").at(-1))).size).toBe(1);
    expect(names.map((name, at) => lab.count(name) - before[at]!)).toEqual(names.map(() => 1));
    const cache = await opened(directory);
    await expectWhole(cache);
    expect((await cache.status()).byKind).toMatchObject({ lock: { files: 0 }, temporary: { files: 0 } });
    count("processes that shared tables", ends.length);
  });
});

it("a killed process's download is taken over at once by a waiting process", async () => {
  const directory = join(root, "takeover");
  mkdirSync(directory);
  const args = [join(directory, MANIFEST), lab.url, "session"];
  lab.duration = 20_000;
  const first = await program.start(args);
  const record = join(directory, partialRecordPath("session_1/session_1.nwb"));
  await expect
    .poll(() => existsSync(record) && readFileSync(record, "utf8"), { timeout: 20_000 })
    .toMatch(/"done":\[\[0,\d+/);
  const second = await program.start(args);
  await pause(300);
  lab.duration = DURATION;
  first.child.kill("SIGKILL");
  tried("kills");
  const start = performance.now();
  const { code, output } = await second.ended;
  expect(code).toBe(0);
  expect(output).toContain(sha256);
  // It does not wait for as long as a sign of life may be due, and goes on where that was.
  expect(performance.now() - start).toBeLessThan(40_000);
  expect(lab.requests.at(-1)).toMatch(/bytes=\d+-$/);
  await expectWhole(await opened(directory));
  count("downloads taken over");
});

it("a process that may not write large files says so, and leaves an intact directory for the next", async () => {
  const directory = join(root, "limited");
  mkdirSync(directory);
  const { ended } = await program.start([join(directory, MANIFEST), lab.url, "session"], "ulimit -f 400");
  const { code, errors } = await ended;
  expect(code).toBe(1);
  expect(errors).toMatch(/larger than is allowed.*ulimit -f/s);
  const cache = await opened(directory);
  await expectWhole(cache);
  expect((await cache.getSessionData(1)).byteLength).toBe(session.length);
  await expectWhole(cache);
  count("processes under a limit");
});
