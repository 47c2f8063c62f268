import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ecephys, inProcess, sampleCache, temporaryDirectory } from "../support/ecephys.ts";

let cache: ReturnType<typeof sampleCache>;
let scratch: ReturnType<typeof temporaryDirectory>;
beforeAll(() => {
  cache = sampleCache();
  scratch = temporaryDirectory();
});
afterAll(() => {
  cache.remove();
  scratch.remove();
});

const offline = (args: readonly string[]) =>
  inProcess(args, { env: { ECEPHYS_CACHE: cache.path, ECEPHYS_OFFLINE: "1" } });

describe("wrong usage ends with 2 and says what is wrong", () => {
  it.each([
    [["unit"], "Did you mean units?"],
    [["nothing"], "`ecephys --help` lists the commands"],
    [["cache", "nothing"], "`ecephys cache --help` lists the commands"],
    [["probes", "--sesion", "1"], "`ecephys probes --help` lists the options"],
    [["units", "--nothing"], "`ecephys units --help` lists the options"],
    [["cache", "verify", "--nothing"], "`ecephys cache verify --help` lists the options"],
    [["session"], "`ecephys session --help` shows the usage"],
    [["units", "--out", "units.xlsx"], ".csv, .tsv, .tab, .json"],
    [["units", "--colums", "id"], "Did you mean --columns?"],
    [["units", "extra"], "too many arguments"],
    [["download", "715093703"], "a session is named by --session 715093703"],
    [["units", "--limit", "ten"], "whole number"],
    [["units", "--limit", "-1"], "whole number"],
    [["units", "--limit"], "argument missing"],
    [["units", "--format", "xml"], "Allowed choices are table, csv"],
    [["units", "--source", "nowhere"], "Allowed choices are public, s3, warehouse"],
    [["units", "--isi-violations-maximum", "NaN"], "number"],
    [["units", "--presence-ratio-minimum", "high"], "number"],
    [["units", "--amplitude-cutoff-maximum", ""], "number"],
    [["units", "--base-url", "ftp://example.org"], "https://"],
    [["units", "--columns", " , "], "separated by commas"],
    [["units", "--columns", "id,srn"], "Did you mean snr?"],
    [["units", "--sort", "-srn"], "Did you mean snr?"],
    [["units", "--where", "snr >"], "does not parse at character 6"],
    [["units", "--where", "srn > 2"], "Did you mean snr?"],
    [["units", "--where", "snr > 2 and snr < 3"], "&& stands for and"],
    [["units", "--where", "snr > 2", "--where", "snrr < 3"], "there is no column snrr"],
    [["units", "--out", ""], "Give a path"],
    [["units", "--cache", ""], "Give a path"],
    [["units", "--where", "process.exit(0)"], "only the functions of the list can be called"],
    [["units", "--suppress", "snr", "--all-columns"], "cannot be used with"],
    [["units", "--suppress", "id,snrr"], "Did you mean snr?"],
    [["sessions", "--suppress", "nothing"], "the column does not exist"],
    [["--quiet"], "no command is given; `ecephys --help` lists them"],
    [["--offline"], "no command is given; `ecephys --help` lists them"],
    [["--offline", "unit"], "Did you mean units?"],
    [["--published-at", "2019-10-03", "cache", "status"], "unknown option '--published-at'"],
    [["--columns", "id", "units"], "unknown option '--columns'"],
    [["cache"], "no command is given; `ecephys cache --help` lists them"],
    [["metrics"], "--session ID or --session-type TYPE"],
    [["metrics", "--session", "x"], "add --recompute"],
    [["metrics", "--session", "1", "--stimulus", "flashes"], "--stimulus applies to --recompute"],
    [["metrics", "--session", "1", "--exact"], "--exact applies to --recompute"],
    [["metrics", "--session", "1", "--workers", "2"], "--workers applies to --recompute"],
    [["metrics", "--session-type", "y", "--recompute"], "--recompute needs one session"],
    [["metrics", "--session", "1", "--session-type", "y"], "cannot be used with"],
    [["completion", "tcsh"], "Allowed choices are bash, zsh, fish"],
    [["help", "nothing"], "there is no help on 'nothing'"],
  ])("%j", async (args, text) => {
    const { code, stdout, stderr } = await offline(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.replace(/\s+/g, " ")).toContain(text);
    expect(stderr).toMatch(/^error: /);
  });

  it("holds for a real process, too", async () => {
    const { code, stdout, stderr } = await ecephys(["units", "--limit", "ten"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^error: .*whole number/);
  });

  it("a --where that does not parse is refused before anything is opened", async () => {
    const path = join(scratch.path, "untouched");
    expect((await ecephys(["units", "--where", "(", "--cache", path])).code).toBe(2);
    expect(() => writeFileSync(path, "", { flag: "wx" })).not.toThrow();
  });
});

describe("a file that cannot be written", () => {
  it.each([
    ["in a directory that does not exist", "no/units.csv", "there is no directory"],
    ["that is a directory", ".", "it is a directory"],
  ])("%s", async (_, name, text) => {
    const { code, stderr } = await offline(["units", "--format", "csv", "--out", join(scratch.path, name)]);
    expect(code).toBe(9);
    expect(stderr).toContain(text);
    expect(stderr).not.toContain(".part");
  });

  it("may have any extension, or none, if the format is given", async () => {
    for (const name of ["units.dat", "units"])
      expect(await offline(["units", "--format", "csv", "--out", join(scratch.path, name)])).toMatchObject({
        code: 0,
      });
    expect((await offline(["units", "--out", join(scratch.path, "units")])).code).toBe(0);
  });
});

describe("errors as JSON", () => {
  it.each([["--json-errors"], ["--json"]])("%s: one object on stderr", async (flag) => {
    const path = join(scratch.path, "empty");
    const { code, stdout, stderr } = await ecephys(["sessions", "--cache", path, "--offline", flag]);
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: "missing-data",
        exitCode: 4,
        message: expect.stringContaining("not in the cache"),
        action: expect.any(String),
        resource: expect.any(String),
        reason: expect.any(String),
        remedy: expect.any(String),
      },
    });
  });

  it("also for wrong usage, with the flag before or after the command", async () => {
    for (const args of [
      ["--json-errors", "units", "--limit", "x"],
      ["units", "--limit", "x", "--json-errors"],
    ]) {
      const { code, stderr } = await offline(args);
      expect(code).toBe(2);
      expect(JSON.parse(stderr)).toMatchObject({ error: { code: "usage", exitCode: 2 } });
    }
  });

  it("an expression's error is an argument error", async () => {
    const { stderr } = await offline(["units", "--where", "srn > 2", "--json"]);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: "argument", exitCode: 2 } });
  });
});

it("warnings are JSON like errors, and --quiet suppresses them", async () => {
  const odd = join(scratch.path, "odd");
  mkdirSync(odd);
  const entries = [
    { type: "manifest_version", value: "0.3.0" },
    { key: "SOMETHING", type: "odd", spec: "x" },
  ];
  writeFileSync(join(odd, "ecephys_project_manifest.json"), JSON.stringify({ manifest: entries }));
  const lines = async (...flags: string[]) =>
    (await ecephys(["sessions", "--cache", odd, "--offline", ...flags])).stderr.trim().split("\n");
  expect((await lines())[0]).toMatch(/^warning: .*odd/);
  expect((await lines("--json-errors")).map((line) => Object.keys(JSON.parse(line) as object))).toEqual([
    ["warning"],
    ["error"],
  ]);
  expect((await lines("--quiet"))[0]).toMatch(/^error: /);
});

describe("a cache that cannot be used", () => {
  const manifest = (name: string, text: string): string => {
    const directory = join(scratch.path, name);
    mkdirSync(directory);
    writeFileSync(join(directory, "ecephys_project_manifest.json"), text);
    return directory;
  };

  it.each([
    ["not JSON", "not json", 8],
    ["of another version", '{"manifest": [{"type": "manifest_version", "value": "9.9.9"}]}', 8],
  ])("a manifest that is %s", async (name, text, exitCode) => {
    const { code, stderr } = await ecephys(["sessions", "--cache", manifest(name, text)]);
    expect(code).toBe(exitCode);
    expect(stderr).toContain("ecephys_project_manifest.json");
  });

  it("a table that is damaged", async () => {
    const damaged = sampleCache();
    writeFileSync(join(damaged.path, "sessions.csv"), 'id,session_type\n"1');
    const { code, stderr } = await ecephys(["sessions", "--cache", damaged.path, "--offline"]);
    damaged.remove();
    expect([4, 7]).toContain(code);
    expect(stderr).toContain("sessions");
  });

  it("a file where the directory should be", async () => {
    const path = join(scratch.path, "file");
    writeFileSync(path, "");
    const { code, stderr } = await ecephys(["sessions", "--cache", path, "--offline"]);
    expect(code).toBe(9);
    expect(stderr).toContain(path);
  });
});

it("text from the user or the data cannot control the terminal through an error", async () => {
  const { stderr } = await offline(["units", "--where", 'd["\u001b[31m\u009b2J"] > 1']);
  expect(stderr).toContain("\\u001b[31m\\u009b2J");
  expect(stderr).not.toContain("\u001b");
  const json = await offline(["units", "--where", 'd["\u001b[31m\u009b2J"] > 1', "--json"]);
  expect(json.stderr).not.toMatch(/[^\P{C}\n]/u);
  expect((JSON.parse(json.stderr) as { error: { reason: string } }).error.reason).toContain("\u009b2J");
});
