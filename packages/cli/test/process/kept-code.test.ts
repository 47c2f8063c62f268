import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import * as nodeModule from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeCode } from "../../src/start/code-file.ts";
import { ecephys, sampleCache, temporaryDirectory } from "../support/ecephys.ts";

const place = temporaryDirectory();
const cache = sampleCache();
afterAll(() => {
  place.remove();
  cache.remove();
});

const HOME = join(place.path, "home");
const directory = join(HOME, "ecephys-code");
const NOWHERE = { NODE_COMPILE_CACHE: "", XDG_CACHE_HOME: HOME, HOME };
const args = ["genotypes", "--cache", cache.path, "--offline", "--format", "csv"];

const run = (env: Record<string, string> = {}) => ecephys(args, { env: { ...NOWHERE, ...env } });

let expected: string;
let file: string;
let first: Buffer;

const codes = () => readdirSync(directory).filter((name) => name.endsWith(".code"));

/** A run that must print the same, whatever is there. */
async function printsTheSame(env?: Record<string, string>): Promise<void> {
  expect(await run(env)).toMatchObject({ code: 0, stdout: expected, stderr: "" });
}

/** What changes if the file is written anew, even with the same bytes. */
const identity = () => statSync(file).ino + statSync(file).mtimeMs;

beforeAll(async () => {
  mkdirSync(HOME);
  expected = (await run({ NODE_DISABLE_COMPILE_CACHE: "1" })).stdout;
  expect(existsSync(directory)).toBe(false);
  await printsTheSame();
  file = join(directory, codes()[0]!);
  first = readFileSync(file);
});

describe("compiled code of the table commands", () => {
  it("is kept where only the user can read or change it", () => {
    expect(expected.split("\n").length).toBeGreaterThan(2);
    expect(readdirSync(directory)).toEqual([file.slice(directory.length + 1)]);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("is used by the next process, which leaves it as it is", async () => {
    const before = identity();
    await printsTheSame();
    expect(identity()).toBe(before);
  });

  it("grows by another use", async () => {
    const { code } = await ecephys([...args.slice(0, -1), "json"], { env: NOWHERE });
    expect(code).toBe(0);
    expect(readFileSync(file).toString("latin1", 16, 200)).toContain("--format=csv");
    expect(readFileSync(file).toString("latin1", 16, 200)).toContain("--format=json");
  });

  it.each<[string, () => void]>([
    ["a bit of it is another", () => writeFileSync(file, withOtherBit(first))],
    ["it ends early", () => writeFileSync(file, first.subarray(0, first.length >> 1))],
    ["V8 refuses it", () => writeCode(file, { uses: ["units"], code: Buffer.alloc(5000, 1) })],
    ["it is of another user", () => makeForeign(file)],
    ["it is a link", () => replaceByLink(file)],
  ])("is made anew if %s", async (_, damage) => {
    damage();
    const before = identity();
    await printsTheSame();
    expect(identity()).not.toBe(before);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("is neither used nor made if there can be none, or where others can change the directory", async () => {
    await printsTheSame({ XDG_CACHE_HOME: file });
    await printsTheSame({ XDG_CACHE_HOME: "/proc/none" });
    const others = join(place.path, "others");
    mkdirSync(join(others, "ecephys"), { recursive: true });
    chmodSync(join(others, "ecephys"), 0o777);
    await printsTheSame({ NODE_COMPILE_CACHE: others });
    expect(readdirSync(join(others, "ecephys"))).toEqual([]);
  });

  it("replaces that of older versions, but not what is being written", async () => {
    rmSync(file);
    const old = ["1", "2", "3", "4", "5"].map((version) => `tables-0.0.${version}-v20.code`);
    for (const [at, name] of [...old, "tables-0.0.1-v20.code.7.tmp"].entries()) {
      writeFileSync(join(directory, name), "");
      utimesSync(join(directory, name), at, at);
    }
    for (const name of ["tables-0.0.6-v24.code.8.tmp", "mine.txt"]) writeFileSync(join(directory, name), "");
    await printsTheSame();
    const left = readdirSync(directory).filter(
      (name) => join(directory, name) !== file && !name.startsWith("modules-"),
    );
    expect(left.sort()).toEqual([...old.slice(2), "tables-0.0.6-v24.code.8.tmp", "mine.txt"].sort());
  });

  it("is kept of the other commands' modules where Node can do that", async () => {
    const { code, stdout } = await ecephys(["cache", "path", "--cache", cache.path], { env: NOWHERE });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${cache.path}\n` });
    const kept = readdirSync(directory).filter((name) => name.startsWith("modules-"));
    expect(kept).toHaveLength("enableCompileCache" in nodeModule ? 1 : 0);
  });
});

function withOtherBit(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  changed[bytes.length - 100]! ^= 1;
  return changed;
}

/** Who is not root cannot give a file away; one that others can write counts as theirs. */
function makeForeign(path: string): void {
  if (process.getuid?.() === 0) chownSync(path, 65_534, 65_534);
  else chmodSync(path, 0o666);
}

function replaceByLink(path: string): void {
  const elsewhere = join(place.path, "elsewhere");
  renameSync(path, elsewhere);
  symlinkSync(elsewhere, path);
}
