import { readFileSync } from "node:fs";
import { join } from "node:path";
import { memoryDataFile } from "@ecephys/files";
import { fixtureFile } from "@ecephys/fixtures";
import { naturalSceneReader } from "@ecephys/nwb";
import { decode } from "fast-png";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atTerminal, inProcess, sampleCache } from "../support/ecephys.ts";

let cache: ReturnType<typeof sampleCache>;
let env: Record<string, string>;
beforeAll(() => {
  cache = sampleCache();
  env = { ECEPHYS_CACHE: cache.path, ECEPHYS_OFFLINE: "1" };
});
afterAll(() => cache.remove());

describe("images", () => {
  it("movie writes a lossless frame", async () => {
    const out = join(cache.path, "frame.png");
    const { code, stdout, stderr } = await inProcess(["movie", "1", "--frame", "3", "--out", out], { env });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: "" });
    const frame = fixtureFile("mini", "stimuli/natural_movie_1.npy").subarray(-24 * 38 * 76);
    expect(decode(readFileSync(out))).toMatchObject({
      width: 76,
      height: 38,
      depth: 8,
      channels: 1,
      data: Uint8Array.from(frame.subarray(3 * 38 * 76, 4 * 38 * 76)),
    });
  });

  it("movie defaults to the first frame, and writes to a pipe", async () => {
    const { code, bytes } = await inProcess(["movie", "3"], { env });
    expect(code).toBe(0);
    const given = await inProcess(["movie", "3", "--frame", "0"], { env });
    expect(bytes.equals(given.bytes)).toBe(true);
    expect(decode(bytes).width).toBe(76);
  });

  it("scene writes the image in the TIFF file", async () => {
    const out = join(cache.path, "scene.png");
    expect(await inProcess(["scene", "1", "--out", out], { env })).toMatchObject({ code: 0, stderr: "" });
    const bytes = fixtureFile("mini", "stimuli/natural_scene_1.tiff");
    const scene = await naturalSceneReader().open(memoryDataFile("a scene", bytes));
    expect(decode(readFileSync(out))).toMatchObject({ width: 118, height: 92, data: scene.data });
  });

  it.each([
    [["movie", "1", "--frame", "24"], 3, /there are 24 frames/],
    [["movie", "1", "--frame", "-1"], 2, /whole number, 0 or more/],
    [["movie", "one"], 2, /whole number, 0 or more/],
    [["movie"], 2, /missing required argument/],
    [["scene", "17"], 4, /scene 17/],
    [["scene", "1", "--out", "scene.jpg"], 2, /scene\.jpg.*PNG/],
  ])("%j fails", async (args, exitCode, message) => {
    const { code, stdout, stderr } = await inProcess(args, { env });
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: "" });
  });

  it("are shown in a terminal, as a picture where it can show pictures", async () => {
    const { code, stdout } = await atTerminal(["scene", "1"], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/Natural scene 1[\s\S]*▀/);
    const kitty = await atTerminal(["movie", "1"], { env: { ...env, TERM: "xterm-kitty" } });
    expect(kitty.stdout).toContain("\u001b_Ga=T,f=100");
  });
});
