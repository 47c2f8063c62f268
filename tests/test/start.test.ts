import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openProjectCache } from "@ecephys/core/node";
import { fixed } from "@ecephys/fetch-fixed";
import { nwbReaders } from "@ecephys/nwb/node";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { temporaryDirectory } from "../src/project.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);

const directories: string[] = [];
const children: ChildProcess[] = [];
beforeAll(() => {
  for (const part of ["packages/core", "packages/fetch-warehouse", "fixtures"]) {
    if (!existsSync(join(root, part, "dist/index.js")))
      throw new Error(`${part} is not built: run npm test, or npx turbo run build`);
  }
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true });
});

async function start(cache: string, ...more: string[]): Promise<string[]> {
  const args = ["scripts/start.mjs", "--cache", cache, ...more];
  const { stdout } = await run(process.execPath, args, { cwd: root });
  return stdout.split("\n");
}

/** The commands that were printed to be tried, of which every file must be there when the server is gone. */
async function openedOffline(directory: string, lines: readonly string[]): Promise<(string | undefined)[]> {
  const printed = lines.join("\n").replaceAll("\\\n", "");
  const commands = [...printed.matchAll(/^ {2}npx ecephys ((\S+) .*--offline.*)$/gm)];
  const cache = await openProjectCache({
    api: fixed(),
    readers: { session: nwbReaders().session },
    manifest: join(directory, "ecephys_project_manifest.json"),
  });
  await cache.getUnits();
  for (const [, command = ""] of commands) {
    const [, id] = /^(?:session|psth|plot raster) (\d+)/.exec(command) ?? [];
    if (id === undefined) continue;
    const session = await cache.getSessionData(Number(id));
    const [, stimulus] = /--stimulus (\S+)/.exec(command) ?? [];
    if (stimulus !== undefined) expect(await session.stimulusNames()).toContain(stimulus);
    await session.close();
  }
  return commands.map(([, , name]) => name);
}

describe("what npm start shows", () => {
  it("is a hint if an option is unknown", async () => {
    const run = start("none", "--bogus");
    await expect(run).rejects.toMatchObject({ code: 2 });
    await expect(run).rejects.toThrow(
      /Unknown option '--bogus'\n`npm start -- --help` lists the options\.\n$/,
    );
  });

  it("fits 80 columns, counts what the sample has, and reads from the cache the second time", async () => {
    const cache = await temporaryDirectory();
    directories.push(cache);
    const lines = await start(cache);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    const text = lines.join("\n");
    expect(text).toMatch(/channels\.csv +6,144 rows/);
    expect(text).toMatch(/fetched in 5 requests/);
    expect(text).toMatch(/Units \(367 of 909 pass the quality filters\)/);
    expect(text).toMatch(/^ {2}CA1 +1250 +112 /m);
    expect(text).toMatch(/Response of unit 950906401, flashes[\s\S]*[\u2801-\u28ff]/);
    expect(await readdir(cache)).toEqual(
      expect.arrayContaining(["ecephys_project_manifest.json", "units.csv"]),
    );
    expect((await start(cache)).join("\n")).toMatch(/read from the cache/);
    expect(await openedOffline(cache, lines)).toEqual([
      "structures",
      "units",
      "sessions",
      "session",
      "psth",
      "plot",
    ]);
  });
});

describe("the sample warehouse as a command", () => {
  it("prints its URL, answers, and stops on SIGINT", async () => {
    const child = spawn(
      process.execPath,
      ["fixtures/dist/serve.js", "--port", "0", "--fault", "500@query#1"],
      { cwd: root },
    );
    children.push(child);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const url = /http:\S+\d/.exec((await lines.next()).value ?? "")?.[0];
    const query = `${url}/api/v2/data/query.json?criteria=${encodeURIComponent("model::EcephysProbe")}`;
    expect((await fetch(query)).status).toBe(500);
    expect(await (await fetch(query)).json()).toMatchObject({ success: true, total_rows: 20 });
    expect((await lines.next()).value).toMatch(/^500 GET .*model::EcephysProbe/);
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGINT");
    expect(await ended).toBe(0);
  });
});
