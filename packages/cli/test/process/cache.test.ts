import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readCsv } from "@ecephys/core";
import { type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { atTerminal, ecephys, inProcess, sampleCache, temporaryDirectory } from "../support/ecephys.ts";
import { dataFiles, isWhole, lfpPath, sessionPath, transfers } from "../support/files.ts";
import { readOnly } from "../support/read-only.ts";

const SESSION = 715093703;
const PROBE = 752552876;
const MOVIE = "natural_movie_templates/natural_movie_1.h5";

let warehouse: SampleWarehouse;
let scratch: ReturnType<typeof temporaryDirectory>;
/** A cache filled by the command, for tests to copy. */
let filled: string;
beforeAll(async () => {
  warehouse = await startSampleWarehouse();
  scratch = temporaryDirectory();
  filled = join(scratch.path, "filled");
  const what = ["--session", `${SESSION}`, "--probe", `${PROBE}`, "--movie", "1", "--tables"];
  const run = await inProcess(["download", ...what, "--cache", filled, "--base-url", warehouse.url]);
  expect(run.code).toBe(0);
});
afterAll(async () => {
  await warehouse.close();
  scratch.remove();
});
beforeEach(() => warehouse.reset());

const copy = (): string => {
  const directory = mkdtempSync(join(scratch.path, "cache-"));
  cpSync(filled, directory, { recursive: true, preserveTimestamps: true });
  return directory;
};
/** A subcommand of `cache`, with a warehouse that it could use. */
const run = (directory: string, ...args: string[]) =>
  inProcess(["cache", ...args], {
    env: { ECEPHYS_CACHE: directory, ECEPHYS_WAREHOUSE_URL: warehouse.url },
  });
/** What an interrupted download of the session leaves. */
const leavePart = (directory: string): void => {
  const part = join(directory, ".ecephys", `${sessionPath(SESSION)}.part`);
  mkdirSync(dirname(part), { recursive: true });
  writeFileSync(part, "part");
};
/** Files that are missing, short, and altered. */
const damage = (directory: string): void => {
  rmSync(join(directory, "probes.csv"));
  const session = join(directory, sessionPath(SESSION));
  writeFileSync(session, readFileSync(session).subarray(0, 1000));
  const movie = readFileSync(join(directory, MOVIE));
  movie[1000]! ^= 0xff;
  writeFileSync(join(directory, MOVIE), movie);
};

describe("cache status", () => {
  it("counts files by kind, and explains every other file", async () => {
    const directory = copy();
    leavePart(directory);
    writeFileSync(join(directory, "notes.txt"), "mine");
    const { code, stdout, stderr } = await run(directory, "status");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`Cache  ${directory}\n`);
    expect(stdout).toMatch(/^ {2}sessions +1 +2\.98 MB$/m);
    expect(stdout).toMatch(/^ {2}LFP +1 +417 kB$/m);
    expect(stdout).toMatch(/^ {2}tables +4 /m);
    expect(stdout).toMatch(
      /^ {2}\.ecephys\/.*nwb\.part {2}4 B, of session_715093703\/session_715093703\.nwb$/m,
    );
    expect(stdout).toMatch(/^Unknown files:\n {2}notes\.txt {2}4 B$/m);
    expect(warehouse.requests).toEqual([]);
  });

  it("says that AllenSDK's cache has no records and that a missing cache is empty, without creating it", async () => {
    const theirs = sampleCache();
    expect((await run(theirs.path, "status")).stdout).toMatch(/\d+ files without an integrity record/);
    expect(await run(theirs.path, "verify")).toMatchObject({ code: 0 });
    theirs.remove();
    const none = join(scratch.path, "none");
    expect(await run(none, "status")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Cache .*none\n {2}empty\n/),
    });
    expect((await run(none, "verify")).stdout).toBe("There is nothing to check: the cache is empty.\n");
    expect(existsSync(none)).toBe(false);
  });

  it.each(["status", "verify", "prune", "export-manifest"])(
    "%s refuses a --cache that does not exist",
    async (command) => {
      const none = join(scratch.path, "none");
      const flags = command === "prune" ? ["--dry-run"] : [];
      const { code, stdout, stderr } = await inProcess(["cache", command, "--cache", none, ...flags]);
      expect({ code, stdout }).toEqual({ code: 9, stdout: "" });
      expect(stderr).toContain(`${none}: the directory does not exist`);
      expect(existsSync(none)).toBe(false);
    },
  );

  it("--json lists each file with its record", async () => {
    const { stdout } = await run(filled, "status", "--json");
    const { files } = JSON.parse(stdout) as { files: { path: string; record?: { byteLength: number } }[] };
    expect(files.find(({ path }) => path === sessionPath(SESSION))?.record?.byteLength).toBe(2_978_904);
  });
});

describe("cache verify and repair", () => {
  it("an intact cache passes", async () => {
    for (const deep of [[], ["--deep"]])
      expect(await run(filled, "verify", ...deep)).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^7 files intact[\s\S]*The cache is intact\.\n$/),
      });
  });

  it("verify lists missing and short files and, with --deep, altered ones; repair downloads only those", async () => {
    const directory = copy();
    damage(directory);
    const sizes = await run(directory, "verify");
    expect(sizes.code).toBe(7);
    expect(sizes.stdout).toMatch(/^missing {2}probes\.csv: /m);
    expect(sizes.stdout).toMatch(/^short {2}.*\.nwb: 1,000 of 2,978,904 bytes$/m);
    expect(sizes.stdout).not.toContain(MOVIE);
    const deep = await run(directory, "verify", "--deep", "--json");
    expect(deep.code).toBe(7);
    const { problems } = JSON.parse(deep.stdout) as { problems: { path: string; problem: string }[] };
    expect(problems).toHaveLength(3);
    expect(problems).toContainEqual(expect.objectContaining({ path: MOVIE, problem: "altered" }));
    expect(warehouse.requests).toEqual([]);
    const repaired = await run(directory, "repair", "--deep", "--quiet");
    expect(repaired).toMatchObject({ code: 0, stderr: "" });
    expect(repaired.stdout).toMatch(/^Repaired 3 files, /);
    expect(transfers(warehouse.requests).length).toBe(2);
    expect(isWhole(directory, MOVIE, "stimuli/natural_movie_1.npy")).toBe(true);
    expect((await run(directory, "verify", "--deep")).code).toBe(0);
    expect((await run(directory, "repair")).stdout).toBe("Nothing to repair.\n");
  });

  it("files that are no longer available stay as they are: 11 if other files are repaired, else the error's code", async () => {
    const directory = copy();
    damage(directory);
    warehouse.setFaults(["404@1026123372"]);
    const some = await run(directory, "repair");
    expect(some.code).toBe(11);
    expect(some.stderr).toMatch(/^error: .*session 715093703/m);
    expect(readFileSync(join(directory, sessionPath(SESSION)))).toHaveLength(1000);
    expect((await run(directory, "repair", "--offline")).code).toBe(4);
  });
});

describe("cache prune", () => {
  it("shows what it would remove, and needs --yes without a terminal", async () => {
    const directory = copy();
    leavePart(directory);
    writeFileSync(join(directory, "notes.txt"), "mine");
    const before = dataFiles(directory);
    const refused = await run(directory, "prune");
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toMatch(/--yes .* --dry-run/);
    const dry = await run(directory, "prune", "--dry-run");
    expect(dry.stdout).toMatch(/^parts of interrupted downloads:\n.*\.part.*\nWould remove 1 file, 4 B\.\n$/);
    expect(existsSync(join(directory, ".ecephys", `${sessionPath(SESSION)}.part`))).toBe(true);
    const done = await run(directory, "prune", "--yes", "--json");
    expect(JSON.parse(done.stdout)).toMatchObject({
      dryRun: false,
      bytes: 4,
      removed: [{ kind: "partial" }],
    });
    expect((await run(directory, "prune", "--yes")).stdout).toBe("Nothing to remove.\n");
    expect(dataFiles(directory)).toEqual(before);
    expect((await run(directory, "prune", "--kinds", "stray", "--yes")).stdout).toContain("notes.txt");
    expect(existsSync(join(directory, "notes.txt"))).toBe(false);
    expect((await run(directory, "prune", "--kinds", "session", "--yes")).code).toBe(2);
  });

  it.each([
    ["n\n", 130],
    ["\n", 130],
    ["y\n", 0],
  ])("asks on a terminal: %j ends with %i", async (input, code) => {
    const directory = copy();
    leavePart(directory);
    const shown = await atTerminal(["cache", "prune", "--cache", directory], { input });
    expect(shown.code).toBe(code);
    expect(shown.stdout).toMatch(/Would remove 1 file, 4 B\.\r\nRemove 1 file, 4 B\? \[y\/N\] /);
    expect(existsSync(join(directory, ".ecephys", `${sessionPath(SESSION)}.part`))).toBe(code !== 0);
  });
});

describe("cache repair on a terminal", () => {
  it.each([
    ["n\n", 130, []],
    ["y\n", 0, []],
    ["", 0, ["--yes"]],
  ])("asks before files are downloaded again: %j ends with %i, with %j", async (input, code, own) => {
    const directory = copy();
    rmSync(join(directory, MOVIE));
    const args = ["cache", "repair", "--cache", directory, "--base-url", warehouse.url, ...own];
    const shown = await atTerminal(args, { input });
    expect(shown.code).toBe(code);
    expect(/missing {2}natural_movie.*\r\nDownload 1 file, .* again\? \[Y\/n\]/.test(shown.stdout)).toBe(
      own.length === 0,
    );
    expect(existsSync(join(directory, MOVIE))).toBe(code === 0);
  });
});

describe("cache refresh", () => {
  it("says what is new, and replaces it; a second time everything is current", async () => {
    const directory = copy();
    const units = join(directory, "units.csv");
    const whole = readFileSync(units, "utf8");
    const lines = whole.split("\n");
    writeFileSync(units, [lines[0], lines[1]!.replace(/^(\d+),[^,]*/, "$1,9"), ...lines.slice(3)].join("\n"));
    const look = await run(directory, "refresh", "--dry-run");
    expect(look).toMatchObject({ code: 0, stderr: "" });
    expect(look.stdout).toBe(
      "channels.csv  current\nprobes.csv  current\nsessions.csv  current\n" +
        "units.csv  908 to 909 rows: 1 added, 1 changed\nWould replace 1 table.\n",
    );
    expect((await run(directory, "refresh")).stdout).toMatch(/1 added, 1 changed\nReplaced 1 table\.\n$/);
    expect(readFileSync(units, "utf8")).toBe(whole);
    const again = JSON.parse((await run(directory, "refresh", "--json")).stdout);
    expect(again.tables.map(({ state }: { state: string }) => state)).toEqual(Array(4).fill("current"));
    expect((await run(directory, "verify")).code).toBe(0);
  });

  it("says so where there is nothing, and where nobody may be asked", async () => {
    const empty = mkdtempSync(join(scratch.path, "empty-"));
    expect((await run(empty, "refresh")).stdout).toMatch(/^There is nothing to refresh/);
    expect((await run(copy(), "refresh", "--offline")).code).toBe(4);
  });
});

describe("cache path", () => {
  it("prints the directory from --cache, the environment or the source", async () => {
    expect((await ecephys(["cache", "path", "--cache", "/a/b/own.json"])).stdout).toBe("/a/b\n");
    expect((await run("/a/c", "path")).stdout).toBe("/a/c\n");
    expect(JSON.parse((await run("/a/c", "path", "--json")).stdout)).toEqual({
      path: "/a/c",
      manifest: "/a/c/ecephys_project_manifest.json",
    });
    for (const [args, env] of [
      [["--cache=~/data"], {}],
      [[], { ECEPHYS_CACHE: "~/data" }],
    ] as const)
      expect((await ecephys(["cache", "path", ...args], { env: { ...env, HOME: "/home/me" } })).stdout).toBe(
        "/home/me/data\n",
      );
    const env = { XDG_CACHE_HOME: "/x", LOCALAPPDATA: "/x" };
    const of = async (source: string) =>
      (await inProcess(["cache", "path", "--source", source], { env })).stdout.trim();
    const [lims, warehouseOwn] = [await of("lims"), await of("warehouse")];
    expect(lims).toBe(`${warehouseOwn}-lims`);
  });
});

describe("cache export-manifest", () => {
  it("lists the data files with checksums that sha256sum agrees with", async () => {
    const csv = await run(filled, "export-manifest");
    const table = readCsv(Buffer.from(csv.stdout), { name: "manifest", columns: [] }, { resource: "it" });
    expect(table.columnNames()).toEqual(["path", "byte_length", "sha256", "source", "kind", "fetched_at"]);
    expect(table.numRows()).toBe(7);
    expect(table.array("path")).toContain(lfpPath(SESSION, PROBE));
    const sums = await run(filled, "export-manifest", "--format", "sha256");
    const check = spawnSync("sha256sum", ["--check", "--strict", "-"], {
      cwd: filled,
      input: sums.stdout,
      encoding: "utf8",
    });
    expect(check).toMatchObject({ status: 0, stderr: "" });
    expect(check.stdout.trim().split("\n")).toHaveLength(7);
    expect(warehouse.requests).toEqual([]);
  });

  it("files downloaded by AllenSDK are read for their checksum, and have no source; --out chooses the format", async () => {
    const theirs = sampleCache();
    const out = join(scratch.path, "manifest.json");
    expect(await run(theirs.path, "export-manifest", "--out", out)).toMatchObject({ code: 0, stdout: "" });
    theirs.remove();
    const { files } = JSON.parse(readFileSync(out, "utf8")) as {
      files: { path: string; sha256: string; source: null }[];
    };
    const ours = (await run(filled, "export-manifest", "--json")).stdout;
    const session = (JSON.parse(ours) as typeof JSON & { files: typeof files }).files.find(
      ({ path }) => path === sessionPath(SESSION),
    );
    expect(files.find(({ path }) => path === sessionPath(SESSION))).toMatchObject({
      sha256: session?.sha256,
      source: null,
    });
  });

  it("nothing is listed if a file does not match its record", async () => {
    const directory = copy();
    const bytes = readFileSync(join(directory, MOVIE));
    bytes[1000]! ^= 0xff;
    writeFileSync(join(directory, MOVIE), bytes);
    expect((await run(directory, "export-manifest")).code).toBe(0);
    const deep = await run(directory, "export-manifest", "--deep");
    expect(deep).toMatchObject({ code: 7, stdout: "" });
    expect(deep.stderr).toContain(MOVIE);
    writeFileSync(join(directory, MOVIE), "short");
    expect((await run(directory, "export-manifest")).code).toBe(7);
  });
});

it("a read-only cache is shown, checked and listed like any other", async () => {
  const directory = copy();
  const end = readOnly(directory);
  try {
    for (const args of [["status"], ["verify", "--deep"], ["export-manifest"], ["prune", "--yes"]])
      expect(await run(directory, ...args)).toMatchObject({ code: 0, stderr: "" });
  } finally {
    end();
  }
});

it("a file that cannot be removed is reported", async () => {
  const directory = copy();
  const leftover = join(directory, ".ecephys", "units.csv.part");
  mkdirSync(dirname(leftover), { recursive: true });
  writeFileSync(leftover, "begun");
  const end = readOnly(directory);
  try {
    const pruned = await run(directory, "prune", "--yes");
    expect(pruned).toMatchObject({
      code: 9,
      stdout: "Removed 0 files, 0 B.\n1 file could not be removed.\n",
    });
    expect(pruned.stderr).toContain("units.csv");
  } finally {
    end();
  }
});

it("help and usage errors of the subcommands", async () => {
  expect((await inProcess(["help", "cache", "prune"])).stdout).toBe(
    (await inProcess(["cache", "prune", "--help"])).stdout,
  );
  expect((await inProcess(["help", "cache", "prone"])).stderr).toMatch(/no subcommand 'prone'.*prune/);
  expect((await inProcess(["cache", "verfy"])).stderr).toContain("Did you mean verify?");
  expect(await inProcess(["cache"])).toMatchObject({ code: 2, stdout: "" });
});
