import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { isEcephysError } from "@ecephys/files";
import { newDirectory } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openProjectCache } from "../../src/open-project-cache.ts";
import type { PrefetchEvent } from "../../src/prefetch/events.ts";
import type { PrefetchPlan } from "../../src/prefetch/plan.ts";
import { labBackend } from "../project/backend.ts";
import { buildProgram, type Program } from "../survival/children.ts";
import { type LabServer, serveLab, session } from "../survival/lab-server.ts";

const SESSION_PATH = "session_1/session_1.nwb";
let program: Program;
let server: LabServer;
beforeAll(async () => {
  program = await buildProgram();
  server = await serveLab();
  server.duration = 20;
}, 60_000);
afterAll(async () => {
  program.remove();
  await server.close();
});

/** Runs a process of its own to its end, and gives what it said last. */
async function run(directory: string, what: string, ...more: readonly string[]): Promise<string> {
  const manifest = join(directory, "ecephys_project_manifest.json");
  const args = [program.path, manifest, server.url, what, ...more];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e8 });
  return stdout.replace(/^ready\n/, "");
}

describe("a plan made by one process", () => {
  it("is JSON, and is run by another process in an empty directory, without looking anything up again", async () => {
    const planned = await run(newDirectory(), "plan");
    const plan: PrefetchPlan = JSON.parse(planned);
    expect(plan).toMatchObject({ version: 1, toFetch: { files: 5, bytes: session.length, unknown: 4 } });
    expect(plan.files.find(({ path }) => path === SESSION_PATH)).toMatchObject({
      kind: "session",
      args: [1],
      byteLength: session.length,
      validator: '"v1"',
      url: `${server.url}/session_1.nwb`,
    });
    expect(plan.unavailable).toMatchObject([{ resource: "natural movie 9", error: { code: "not-found" } }]);
    const directory = newDirectory();
    const before = server.requests.length;
    const summary = JSON.parse(await run(directory, "prefetch", planned));
    expect(summary.downloaded.map(({ path }: { path: string }) => path).sort()).toEqual([
      "channels.csv",
      "probes.csv",
      SESSION_PATH,
      "sessions.csv",
      "units.csv",
    ]);
    expect(summary.failed).toMatchObject([{ resource: "natural movie 9", error: { code: "not-found" } }]);
    expect(readFileSync(join(directory, SESSION_PATH)).equals(session)).toBe(true);
    const requests = server.requests.slice(before).filter((line) => line.includes("session_1.nwb"));
    expect(requests).toEqual(["GET /session_1.nwb"]);
  });
});

describe("a plan from elsewhere", () => {
  const open = (api = labBackend()) =>
    openProjectCache({ api, manifest: join(newDirectory(), "m.json"), onWarning: () => {} });

  it("is checked again when it is run: existing files are not downloaded", async () => {
    const plan = await (await open()).planPrefetch({ scenes: [0, 1] });
    const cache = await open();
    await cache.getNaturalSceneTemplate(0);
    const { downloaded, present } = await cache.prefetch(JSON.parse(JSON.stringify(plan)));
    expect([downloaded.length, present.length]).toEqual([1, 1]);
  });

  it("downloads files that existed where it was made, but not here", async () => {
    const full = await open();
    await full.getNaturalSceneTemplate(0);
    const plan = await full.planPrefetch({ scenes: [0] });
    expect(plan.files[0]?.state).toBe("present");
    expect((await (await open()).prefetch(plan)).downloaded).toHaveLength(1);
  });

  it("downloads the server's current version, and reports if it is a different one", async () => {
    const plan = await (await open()).planPrefetch({ scenes: [0] });
    const old: PrefetchPlan = {
      ...plan,
      files: plan.files.map((file) => ({ ...file, validator: '"old"', byteLength: 5 })),
    };
    const events: PrefetchEvent[] = [];
    const { downloaded } = await (await open()).prefetch(old, { onProgress: (event) => events.push(event) });
    expect(downloaded).toMatchObject([{ byteLength: plan.files[0]?.byteLength }]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: "restarted", reason: expect.stringMatching(/different version/) }),
    );
  });

  it.each<[string, (plan: PrefetchPlan) => unknown, RegExp]>([
    [
      "another version",
      (plan) => ({ ...plan, version: 2 }),
      /its version is 2, and this release runs version 1/,
    ],
    ["no version", ({ version: _, ...plan }) => plan, /its version is missing/],
    ["no files", (plan) => ({ ...plan, files: "all" }), /files: it is not a list/],
    [
      "an unknown kind",
      (plan) => ({ ...plan, files: [{ ...plan.files[0], kind: "film" }] }),
      /no kind of file "film".*The kinds are table \(sessions\)/,
    ],
    [
      "a path outside of the manifest",
      (plan) => ({ ...plan, files: [{ ...plan.files[0], path: "../../etc/passwd" }] }),
      /its path is "\.\.\/\.\.\/etc\/passwd", and this cache's manifest has "natural_scene/,
    ],
    [
      "arguments of another kind",
      (plan) => ({ ...plan, files: [{ ...plan.files[0], args: ["../1"] }] }),
      /the number of a natural scene: a whole number is expected/,
    ],
    [
      "a size that is none",
      (plan) => ({ ...plan, files: [{ ...plan.files[0], byteLength: -1 }] }),
      /its byteLength is -1/,
    ],
  ])("is refused with %s", async (_, change, message) => {
    const cache = await open();
    const plan = await cache.planPrefetch({ scenes: [0] });
    const running = cache.prefetch(change(plan) as PrefetchPlan);
    await expect(running).rejects.toSatisfy((error) => isEcephysError(error, "argument"));
    await expect(running).rejects.toThrow(message);
  });
});
