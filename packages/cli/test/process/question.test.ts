import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { atTerminal, inProcess, temporaryDirectory } from "../support/ecephys.ts";
import { isWhole, sessionPath, transfers } from "../support/files.ts";

const SESSION = 715093703;
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
const from = (cache: string) => ["--cache", cache, "--base-url", warehouse.url];
const PSTH = ["psth", `${SESSION}`, "--stimulus", "flashes", "--bin", "0.6", "--format", "csv"];
const LFP = ["--probe", "752552876", "--from", "38.7", "--to", "38.8"];

describe("a command that needs a large file which the cache lacks, on a terminal", () => {
  it.each([
    ["n\n", 130],
    ["\n", 0],
  ])("asks, with size and free space: %j ends with %i; a second time it does not", async (input, code) => {
    const cache = newCache();
    const shown = await atTerminal([...PSTH, ...from(cache)], { input });
    expect(shown.code).toBe(code);
    expect(shown.stdout).toMatch(
      /Not in the cache yet: session 715093703, 2\.\d+ MB\. Downloads are kept in .*cache-\w+ \(.* free\)\./,
    );
    expect(shown.stdout).toMatch(/Download 1 file, 2\.\d+ MB\? \[Y\/n\] /);
    expect(transfers(warehouse.requests, NWB)).toHaveLength(code === 0 ? 1 : 0);
    if (code !== 0) return;
    expect(isWhole(cache, sessionPath(SESSION), NWB)).toBe(true);
    const again = await atTerminal([...PSTH, ...from(cache)], { input: "n\n" });
    expect(again.code).toBe(0);
    expect(again.stdout).not.toContain("Download");
  });

  it("asks once for a session and the LFP that is wanted of it", async () => {
    const args = ["session", `${SESSION}`, "lfp", ...LFP];
    const shown = await atTerminal([...args, ...from(newCache())], { input: "n\n" });
    expect(shown.code).toBe(130);
    expect(shown.stdout).toMatch(/session 715093703, .* and the LFP of probe 752552876, /);
    expect(shown.stdout).toMatch(/Download 2 files, /);
  });

  it("asks before a movie", async () => {
    const out = join(scratch.path, "frame.png");
    const shown = await atTerminal(["movie", "1", "--out", out, ...from(newCache())], { input: "n\n" });
    expect(shown.code).toBe(130);
    expect(shown.stdout).toContain("natural movie 1, ");
  });

  it("does not ask with --yes", async () => {
    const shown = await atTerminal([...PSTH, "--yes", ...from(newCache())]);
    expect(shown.code).toBe(0);
    expect(shown.stdout).not.toContain("[Y/n]");
  });
});

it("without a terminal it is downloaded at once, and --offline says that it is missing", async () => {
  const cache = newCache();
  const missing = await inProcess([...PSTH, ...from(cache), "--offline"]);
  expect(missing).toMatchObject({ code: 4, stdout: "" });
  expect((await inProcess([...PSTH, ...from(cache)])).code).toBe(0);
  expect(isWhole(cache, sessionPath(SESSION), NWB)).toBe(true);
});
