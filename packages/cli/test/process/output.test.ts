import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startSampleWarehouse } from "@ecephys/fixtures";
import { fromArrow } from "arquero";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { displayWidth } from "../../src/output/display-width.ts";
import {
  atTerminal,
  BIN,
  cleanEnv,
  ecephys,
  finished,
  sampleCache,
  start,
  temporaryDirectory,
} from "../support/ecephys.ts";

let cache: ReturnType<typeof sampleCache>;
let scratch: ReturnType<typeof temporaryDirectory>;
let env: Record<string, string>;
beforeAll(() => {
  cache = sampleCache();
  scratch = temporaryDirectory();
  env = { ECEPHYS_CACHE: cache.path, ECEPHYS_OFFLINE: "1" };
});
afterAll(() => {
  cache.remove();
  scratch.remove();
});

const UNITS = ["units", "--columns", "id,snr,ecephys_structure_acronym", "--sort", "id"];

/** Lines without colours and carriage returns. */
const plainLines = (text: string): string[] =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the escape sequences to look for
    .replace(/\u001b\[\d*m|\r/g, "")
    .trimEnd()
    .split("\n");

describe("formats", () => {
  it("all give the same values", async () => {
    const run = async (format: string) => (await ecephys([...UNITS, "--format", format], { env })).stdout;
    const json = JSON.parse(await run("json")) as Record<string, unknown>[];
    expect(json).toHaveLength(367);
    expect(
      (await run("ndjson"))
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(json);
    const delimited = async (format: string, delimiter: string) =>
      (await run(format))
        .trim()
        .split("\n")
        .map((line) => line.split(delimiter));
    const csv = await delimited("csv", ",");
    expect(csv[0]).toEqual(["id", "snr", "ecephys_structure_acronym"]);
    expect(csv.slice(1).map(([id, snr]) => [Number(id), Number(snr)])).toEqual(
      json.map(({ id, snr }) => [id, snr]),
    );
    expect(await delimited("tsv", "\t")).toEqual(csv);
    expect(plainLines(await run("table"))).toHaveLength(367 + 3);
  });

  it("arrow is the stream format in a pipe, the file format in a file", async () => {
    const { bytes } = await ecephys([...UNITS, "--format", "arrow"], { env });
    expect(fromArrow(new Uint8Array(bytes)).numRows()).toBe(367);
    const out = join(scratch.path, "units.arrow");
    expect((await ecephys([...UNITS, "--out", out], { env })).code).toBe(0);
    const file = readFileSync(out);
    expect(file.subarray(0, 6).toString()).toBe("ARROW1");
    expect(fromArrow(new Uint8Array(file)).columnNames()).toEqual(["id", "snr", "ecephys_structure_acronym"]);
  });

  it("a pipe gets CSV, a terminal a table", async () => {
    expect((await ecephys(UNITS, { env })).stdout).toMatch(/^id,snr,ecephys_structure_acronym\n\d+,/);
    expect(plainLines((await atTerminal(UNITS, { env })).stdout)[0]).toMatch(
      /^ +id +snr {2}ecephys_structure_acronym/,
    );
  });

  it("lists are lists in JSON, and as pandas writes them in CSV", async () => {
    const run = async (format: string) =>
      (
        await ecephys(
          ["sessions", "--columns", "ecephys_structure_acronyms", "--limit", "1", "--format", format],
          { env },
        )
      ).stdout;
    const [row] = JSON.parse(await run("json")) as { ecephys_structure_acronyms: string[] }[];
    expect(row?.ecephys_structure_acronyms).toContain("CA1");
    expect(await run("csv")).toMatch(/^ecephys_structure_acronyms\n"\['/);
  });
});

describe("a terminal", () => {
  it.each([40, 80, 140])(
    "with %i columns gets a table that fits, with notes on what is left out",
    async (columns) => {
      const { stdout, code } = await atTerminal(["units"], { env, columns, rows: 24 });
      expect(code).toBe(0);
      const lines = plainLines(stdout);
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
      expect(lines.length).toBeLessThanOrEqual(24);
      expect(lines.at(-2)).toContain("349 more rows");
      expect(lines.at(-1)).toMatch(/^… \d+ more columns/);
    },
  );

  it("too narrow for a session's type gets it shortened rather than left out", async () => {
    const { stdout } = await atTerminal(["session", "715093703", "--quiet"], { env, columns: 40 });
    const lines = plainLines(stdout);
    expect(lines[0]).toMatch(/^property +value/);
    expect(lines).toContainEqual(expect.stringMatching(/^sex +M$/));
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(40);
  });

  it("--limit none shows all rows", async () => {
    expect(plainLines((await atTerminal([...UNITS, "--limit", "none"], { env })).stdout)).toHaveLength(
      367 + 3,
    );
  });

  it("gets colours, unless NO_COLOR, --no-color or a dumb terminal forbids them", async () => {
    const colored = async (args: string[], own: Record<string, string> = {}) =>
      (await atTerminal([...UNITS, ...args], { env: { ...env, ...own } })).stdout.includes("\u001b[");
    expect(await colored([])).toBe(true);
    expect(await colored(["--no-color"])).toBe(false);
    expect(await colored([], { NO_COLOR: "1" })).toBe(false);
    expect(await colored([], { TERM: "dumb" })).toBe(false);
    expect((await ecephys([...UNITS, "--format", "table"], { env })).stdout).not.toContain("\u001b");
  });

  it("shows the progress of a fetch, unless --quiet; a pipe does not", async () => {
    const warehouse = await startSampleWarehouse({ latencyMs: 150 });
    const args = (name: string) => [
      "sessions",
      "--cache",
      join(scratch.path, name),
      "--base-url",
      warehouse.url,
    ];
    try {
      const shown = await atTerminal(args("progress"), {});
      expect(shown.stdout).toContain("\r\u001b[KDownloading ");
      expect(plainLines(shown.stdout).at(-1)).toMatch(/^… \d+ more columns/);
      const quiet = await atTerminal([...args("quiet"), "--quiet"], {});
      expect(quiet.stdout).not.toContain("Downloading");
      expect((await ecephys(args("piped"))).stderr).toBe("");
    } finally {
      await warehouse.close();
    }
  });

  it("that does not know its size counts as 80 columns wide", async () => {
    const warehouse = await startSampleWarehouse({ latencyMs: 150 });
    const args = ["sessions", "--cache", join(scratch.path, "sizeless"), "--base-url", warehouse.url];
    try {
      const { stdout } = await atTerminal(args, { columns: 0, rows: 0 });
      expect(stdout).toContain("\u001b[KDownloading ");
      const table = plainLines(stdout.slice(stdout.lastIndexOf("\u001b[K") + 3));
      expect(table[0]).toContain("session_type");
      for (const line of table) expect(displayWidth(line)).toBeLessThanOrEqual(80);
      const help = await atTerminal(["units", "--help"], { columns: 0, rows: 0 });
      expect(plainLines(help.stdout).length).toBeLessThan(100);
    } finally {
      await warehouse.close();
    }
  });

  it("gets errors and help that break between words", async () => {
    const error = plainLines((await atTerminal(["units", "--where", "snrr > 2"], { env })).stdout);
    expect(error.length).toBeGreaterThan(5);
    expect(error.join(" ").replace(/ +/g, " ")).toContain(
      "anterior_posterior_ccf_coordinate, dorsal_ventral",
    );
    const topics = await Promise.all(
      ["where", "exit-codes", "environment"].map((topic) => ecephys(["help", topic])),
    );
    for (const line of [...error, ...topics.flatMap(({ stdout }) => stdout.split("\n"))])
      expect(displayWidth(line)).toBeLessThanOrEqual(80);
  });

  it("is not sent binary", async () => {
    const { code, stdout } = await atTerminal(["units", "--format", "arrow"], { env });
    expect(code).toBe(2);
    expect(stdout).toContain("--out FILE");
  });

  it("cannot be controlled by the data, whatever the format", async () => {
    const hostile = sampleCache();
    const path = join(hostile.path, "sessions.csv");
    writeFileSync(
      path,
      readFileSync(path, "utf8").replace("brain_observatory_1.1", "\u001b[2J\u009b31m\u0007bad"),
    );
    for (const format of ["table", "csv", "tsv", "json", "ndjson"]) {
      const { stdout, code } = await atTerminal(
        ["sessions", "--columns", "session_type", "--no-color", "--format", format],
        { env: { ...env, ECEPHYS_CACHE: hostile.path } },
      );
      expect(code).toBe(0);
      expect(stdout).not.toMatch(/[^\P{C}\n\r\t]/u);
      expect(stdout).toContain("\\u001b[2J\\u009b31m\\u0007bad");
    }
    hostile.remove();
  });
});

it("a full disk behind stdout is a storage error", async () => {
  const command = `'${process.execPath}' '${BIN}' channels`;
  // On systems without such a device (macOS), a file with a size limit is used instead.
  const line = existsSync("/dev/full")
    ? `${command} > /dev/full`
    : `ulimit -f 1; ${command} > '${join(scratch.path, "small.csv")}'`;
  const run = await finished(spawn("sh", ["-c", line], { env: cleanEnv(env) }));
  expect(run.code).toBe(9);
  expect(run.stderr).toMatch(
    /^error: writing the output failed for the standard output: .*(no space|larger)/i,
  );
});

it("Ctrl-C ends a command whose reader has stopped reading", async () => {
  const child = start(["channels", "--format", "csv"], { env });
  await once(child.stdout!, "readable");
  child.kill("SIGINT");
  expect((await once(child, "exit"))[0]).toBe(130);
});

describe("a closed pipe", () => {
  it.each(["csv", "json", "table"])("ends %s quietly", async (format) => {
    const command = `'${process.execPath}' '${BIN}' channels --format ${format} | head -n 2; echo "\${PIPESTATUS[0]}"`;
    const child = spawn("bash", ["-c", command], { env: cleanEnv(env), stdio: ["ignore", "pipe", "pipe"] });
    const { stdout, stderr } = await finished(child);
    expect(stderr).toBe("");
    expect(stdout.trim().split("\n")).toHaveLength(3);
    expect(stdout.trim().split("\n").at(-1)).toBe("0");
  });
});
