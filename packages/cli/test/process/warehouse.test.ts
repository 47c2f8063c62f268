import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  atTerminal,
  ecephys,
  finished,
  start,
  startAtTerminal,
  temporaryDirectory,
} from "../support/ecephys.ts";
import { bytesPutDown, STOPPING, startOf, transfers } from "../support/files.ts";

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

/** All files under a directory. */
const files = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();

describe("with a warehouse", () => {
  it("an empty cache is filled, and works offline afterwards", async () => {
    const cache = newCache();
    const args = ["units", "--cache", cache, "--columns", "id,snr", "--format", "csv"];
    const online = await ecephys([...args, "--base-url", warehouse.url]);
    expect(online).toMatchObject({ code: 0, stderr: "" });
    expect(online.stdout.trim().split("\n")).toHaveLength(368);
    expect(warehouse.requests.length).toBeGreaterThan(4);
    warehouse.reset();
    const offline = await ecephys([...args, "--offline"], { env: { ECEPHYS_WAREHOUSE_URL: warehouse.url } });
    expect(offline).toMatchObject({ code: 0, stderr: "", stdout: online.stdout });
    expect(warehouse.requests).toHaveLength(0);
    expect(await ecephys([...args, "--source", "fixed"])).toMatchObject({ code: 0, stdout: online.stdout });
  });

  it("the environment may name the warehouse and the cache, and a manifest may name the cache", async () => {
    const cache = newCache();
    const env = { ECEPHYS_WAREHOUSE_URL: warehouse.url, ECEPHYS_CACHE: join(cache, "own.json") };
    expect(await ecephys(["session-types"], { env })).toMatchObject({ code: 0 });
    expect(files(cache)).toEqual(["own.json", "sessions.csv", "sessions.csv.record.json"]);
  });

  it("without --cache, the user's cache directory is used", async () => {
    const home = newCache();
    const env = {
      ECEPHYS_WAREHOUSE_URL: warehouse.url,
      XDG_CACHE_HOME: home,
      LOCALAPPDATA: home,
      HOME: home,
    };
    expect(await ecephys(["genotypes", "--source", "warehouse"], { env })).toMatchObject({ code: 0 });
    expect(files(home)).toContain("sessions.csv");
  });

  it("--offline sends no request, and says what is missing and where it looked", async () => {
    for (const env of [{ ECEPHYS_OFFLINE: "1" }, {}] as Record<string, string>[]) {
      const cache = newCache();
      const flags = env.ECEPHYS_OFFLINE ? [] : ["--offline"];
      const { code, stdout, stderr } = await ecephys(["sessions", "--cache", cache, ...flags], {
        env: { ...env, ECEPHYS_WAREHOUSE_URL: warehouse.url },
      });
      expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
      // The tables that are needed are looked up concurrently: the message may name any of them.
      expect(stderr).toMatch(/(sessions|probes|channels|units).* not in the cache/);
      expect(stderr).toMatch(/(sessions|probes|channels|units)\.csv/);
    }
    expect(warehouse.requests).toHaveLength(0);
  });

  it("a session or a type that does not exist is not found", async () => {
    const cache = newCache();
    const at = ["--cache", cache, "--base-url", warehouse.url];
    const session = await ecephys(["metrics", "--session", "1", ...at]);
    expect(session.code).toBe(3);
    expect(session.stderr).toContain("1");
    const type = await ecephys(["metrics", "--session-type", "no_such_type", ...at]);
    expect(type.code).toBe(3);
    expect(type.stderr).toContain("no_such_type");
  });

  it.each([
    ["500", 5],
    ["garbage", 6],
    ["rmafail:no such model", 6],
  ])("a warehouse that answers with %s ends with %i, and leaves no table behind", async (fault, code) => {
    warehouse.setFaults([`${fault}@query`]);
    const cache = newCache();
    const run = await ecephys(["sessions", "--cache", cache, "--base-url", warehouse.url, "--quiet"]);
    expect(run).toMatchObject({ code, stdout: "" });
    expect(run.stderr).toMatch(/^error: /);
    expect(files(cache).filter((name) => name.endsWith(".csv"))).toEqual([]);
  });

  it("a warehouse that cannot be reached ends with 5", async () => {
    const run = await ecephys(["sessions", "--cache", newCache(), "--base-url", "http://127.0.0.1:1"]);
    expect(run).toMatchObject({ code: 5, stdout: "" });
    expect(run.stderr).toContain("127.0.0.1:1");
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "%s in the middle of a fetch ends with %i at once, and leaves nothing half-written",
    async (signal, code) => {
      warehouse.setFaults(["hang:3600@query"]);
      const cache = newCache();
      const out = join(cache, "out.csv");
      const child = start(["units", "--cache", cache, "--base-url", warehouse.url, "--out", out]);
      const end = finished(child);
      await expect.poll(() => warehouse.requests.length).toBeGreaterThan(0);
      child.kill(signal);
      expect(await end).toMatchObject({ code, signal: null, stdout: "" });
      expect(files(cache)).toEqual(["ecephys_project_manifest.json"]);
    },
  );

  it("a terminal shows the speed of a session's download, and the time left", async () => {
    warehouse.setFaults(["drip:1200000@download"]);
    const args = ["session", "715093703", "--yes", "--cache", newCache(), "--base-url", warehouse.url];
    const { code, stdout } = await atTerminal(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /Downloading session 715093703 \d+ %, [\d.]+ of 2\.98 MB, [\d.]+ [kM]B\/s, \d s left/,
    );
  });

  it("Ctrl-C during a session's download says that the same command resumes, and it does", async () => {
    warehouse.setFaults([...STOPPING]);
    const cache = newCache();
    const args = ["session", "715093703", "--yes", "--cache", cache, "--base-url", warehouse.url];
    const child = startAtTerminal(args);
    const end = finished(child);
    const kept = await bytesPutDown(cache, 715093703);
    child.stdin?.write("\u0003");
    const { code, stdout } = await end;
    expect(code).toBe(130);
    expect(stdout).toMatch(/Interrupted\. Run the same command to resume\.\r\n$/);
    warehouse.reset();
    expect(await ecephys([...args, "--quiet"])).toMatchObject({ code: 0, stderr: "" });
    const [first] = transfers(warehouse.requests, "session_715093703.nwb");
    expect(startOf(first!)).toBeGreaterThanOrEqual(kept);
  });

  it("--out writes a complete file; an error leaves the old one", async () => {
    const cache = newCache();
    const out = join(newCache(), "sessions.json");
    const args = ["sessions", "--cache", cache, "--base-url", warehouse.url, "--out", out];
    expect(await ecephys(args)).toMatchObject({ code: 0, stdout: "", stderr: "" });
    const written = readFileSync(out, "utf8");
    expect(JSON.parse(written)).toHaveLength(5);
    expect((await ecephys([...args, "--where", "nothing > 1"])).code).toBe(2);
    expect(readFileSync(out, "utf8")).toBe(written);
    expect((await ecephys([...args.slice(0, -1), join(cache, "no", "such", "dir.csv")])).code).toBe(9);
  });
});
