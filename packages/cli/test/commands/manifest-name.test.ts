import { copyFileSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inProcess, sampleCache } from "../support/ecephys.ts";

const USUAL = "ecephys_project_manifest.json";

let cache: ReturnType<typeof sampleCache>;
let names: string[];
beforeAll(() => {
  cache = sampleCache();
  renameSync(join(cache.path, USUAL), join(cache.path, "manifest.json"));
  names = readdirSync(cache.path);
});
afterAll(() => cache.remove());

const env = { ECEPHYS_OFFLINE: "1" };
const run = (...args: string[]) => inProcess(args, { env });

describe("a cache whose manifest is called manifest.json, as in AllenSDK's tutorials", () => {
  it("is opened by the name of its directory, and gets no second manifest", async () => {
    const { code, stdout } = await run("sessions", "--cache", cache.path, "--format", "json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).not.toEqual([]);
    expect((await run("cache", "status", "--cache", cache.path)).stdout).not.toContain("nknown");
    expect(readdirSync(cache.path).filter((name) => name !== ".ecephys")).toEqual(names);
    const byVariable = await inProcess(["units", "--limit", "1", "--format", "csv"], {
      env: { ...env, ECEPHYS_CACHE: cache.path },
    });
    expect(byVariable.code).toBe(0);
  });

  it("is told apart from others: several manifests are listed, and a path chooses", async () => {
    copyFileSync(join(cache.path, "manifest.json"), join(cache.path, USUAL));
    const { code, stderr, stdout } = await run("units", "--cache", cache.path);
    expect({ code, stdout }).toEqual({ code: 8, stdout: "" });
    expect(stderr).toContain(`it has 2 manifests: ${USUAL}, manifest.json`);
    expect(stderr).toContain(`--cache ${join(cache.path, USUAL)}`);
    const named = join(cache.path, "manifest.json");
    expect((await run("units", "--limit", "1", "--cache", named, "--format", "csv")).code).toBe(0);
    const pruned = await run("cache", "prune", "--kinds", "stray", "--dry-run", "--cache", named);
    expect(pruned.stdout).toBe("Nothing to remove.\n");
    expect((await run("cache", "path", "--cache", cache.path)).stdout).toBe(`${cache.path}\n`);
    const json = await run("cache", "path", "--json", "--cache", named);
    expect(JSON.parse(json.stdout)).toEqual({ path: cache.path, manifest: named });
  });
});
