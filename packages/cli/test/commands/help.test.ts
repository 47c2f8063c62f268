import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { COMMANDS } from "../../src/commands/index.ts";
import { EXIT_CODE_HELP } from "../../src/exit-codes.ts";
import { BIN, cleanEnv, inProcess, sampleCache, temporaryDirectory } from "../support/ecephys.ts";

describe("help", () => {
  it.each([[[]], [["--help"]], [["-h"]], [["help"]]])("%j lists every command", async (args) => {
    const { code, stdout, stderr } = await inProcess(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const { name } of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
  });

  it.each(COMMANDS.map(({ name }) => name).filter((name) => name !== "help"))(
    "of %s has examples",
    async (name) => {
      const { code, stdout } = await inProcess(["help", name]);
      expect(code).toBe(0);
      expect(stdout).toContain("Examples:");
      expect(stdout).toMatch(/^ {2}# .+\n {2}\$ .*ecephys/m);
      expect((await inProcess([name, "--help"])).stdout).toBe(stdout);
    },
  );

  it.each([
    ["where", "Missing values never pass a comparison"],
    ["exit-codes", "130"],
    ["environment", "ECEPHYS_CACHE"],
  ])("has the topic %s", async (topic, text) => {
    expect((await inProcess(["help", topic])).stdout).toContain(text);
  });

  it("lists all exit codes", async () => {
    const { stdout } = await inProcess(["help", "exit-codes"]);
    for (const [code] of EXIT_CODE_HELP) expect(stdout).toMatch(new RegExp(`^ +${code}  `, "m"));
  });

  it("--version prints the package's version", async () => {
    expect((await inProcess(["--version"])).stdout.trim()).toBe(packageJson.version);
  });
});

describe("completion", () => {
  const scratch = temporaryDirectory();
  const file = join(scratch.path, "completion.bash");
  let cache: ReturnType<typeof sampleCache>;
  beforeAll(() => {
    const { stdout } = spawnSync(process.execPath, [BIN, "completion", "bash"], {
      env: cleanEnv(),
      encoding: "utf8",
    });
    writeFileSync(file, stdout);
    cache = sampleCache();
    writeFileSync(join(scratch.path, "ecephys"), `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`, {
      mode: 0o755,
    });
  });
  afterAll(() => {
    scratch.remove();
    cache.remove();
  });

  const complete = (...words: string[]): string[] => {
    const list = ["ecephys", ...words].map((word) => `'${word}'`).join(" ");
    const { stdout, stderr } = spawnSync(
      "bash",
      [
        "--norc",
        "-c",
        `source "$0"; COMP_WORDS=(${list}); COMP_CWORD=${words.length}; _ecephys; printf '%s\\n' "\${COMPREPLY[@]}"`,
        file,
      ],
      {
        env: cleanEnv({ PATH: `${scratch.path}:${process.env.PATH}`, ECEPHYS_CACHE: cache.path }),
        encoding: "utf8",
      },
    );
    expect(stderr).toBe("");
    return stdout.trim().split("\n");
  };

  it("bash completes commands, options, values and shells", () => {
    expect(complete("se")).toEqual(["sessions", "session-types", "session", "serve"]);
    expect(complete("units", "--isi")).toEqual(["--isi-violations-maximum"]);
    expect(complete("units", "--format", "")).toEqual(["table", "csv", "tsv", "json", "ndjson", "arrow"]);
    expect(complete("--quiet", "completion", "f")).toEqual(["fish"]);
    expect(complete("units", "--format", "=", "nd")).toEqual(["ndjson"]);
    expect(complete("units", "--source", "=")).toEqual(["public", "s3", "warehouse", "lims", "fixed"]);
    expect(complete("units", "--cache", "/et")).toContain("/etc");
    expect(complete("help", "wh")).toEqual(["where"]);
    expect(complete("session", "715093703", "l")).toEqual(["lfp"]);
    expect(complete("--cache", "data", "cache", "p")).toEqual(["prune", "path"]);
    expect(complete("session", "--unit", "1", "715093703", "w")).toEqual(["waveforms"]);
  });

  it("bash completes subcommands, and the values that each command accepts", () => {
    expect(complete("cache", "p")).toEqual(["prune", "path"]);
    expect(complete("cache", "verify", "--de")).toEqual(["--deep"]);
    expect(complete("cache", "export-manifest", "--format", "")).toEqual(["csv", "json", "sha256"]);
    expect(complete("download", "--wh")).toEqual(["--where", "--where-units"]);
  });

  it("bash completes columns one by one, stimuli, and the ids that the cache has", () => {
    expect(complete("units", "--columns", "sn")).toEqual(["snr"]);
    expect(complete("units", "--columns", "id,isi_v")).toEqual(["id,isi_violations"]);
    expect(complete("units", "--sort", "-firing")).toEqual(["-firing_rate"]);
    expect(complete("session", "1", "--sort", "spike_t")).toEqual(["spike_time"]);
    expect(complete("psth", "1", "--stimulus", "dri")).toEqual([
      "drifting_gratings",
      "drifting_gratings_contrast",
      "drifting_gratings_75_repeats",
    ]);
    expect(complete("session", "7")).toEqual(["715093703", "777821539", "782942878"]);
    expect(complete("plot", "csd", "7")).toEqual(["715093703", "777821539", "782942878"]);
    expect(complete("plot", "cs")).toEqual(["csd"]);
    expect(complete("psth", "/etc/host")).toContain("/etc/hosts");
    expect(complete("download", "--probe", "75255288")).toEqual([
      "752552882",
      "752552883",
      "752552888",
      "752552889",
    ]);
  });

  it.each(["bash", "zsh", "fish"])("the %s script knows every command", async (shell) => {
    const { stdout, code } = await inProcess(["completion", shell]);
    expect(code).toBe(0);
    for (const { name } of COMMANDS) expect(stdout).toContain(name);
    expect(stdout).toContain("isi-violations-maximum");
  });
});
