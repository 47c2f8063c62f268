import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fixtureFile, nwbFile, type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { type SampleDandi, startSampleDandi } from "@ecephys/fixtures/dandi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BIN, cleanEnv, finished, inProcess, temporaryDirectory } from "../support/ecephys.ts";

let archive: SampleDandi;
let warehouse: SampleWarehouse;
let scratch: ReturnType<typeof temporaryDirectory>;
beforeAll(async () => {
  [archive, warehouse] = await Promise.all([startSampleDandi(), startSampleWarehouse()]);
  scratch = temporaryDirectory();
  const command = join(scratch.path, "ecephys");
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
  chmodSync(command, 0o755);
  mkdirSync(join(scratch.path, ".config/fish/completions"), { recursive: true });
  const session = "session_715093703.nwb";
  writeFileSync(join(scratch.path, session), fixtureFile("mini", session));
  writeFileSync(join(scratch.path, "recording.nwb"), nwbFile("n01_lab_everything"));
  process.chdir(scratch.path);
});
const before = process.cwd();
afterAll(async () => {
  process.chdir(before);
  await archive.close();
  await warehouse.close();
  scratch.remove();
});

/** Names from the public project in the examples, and their counterparts in the sample. */
const IN_SAMPLE: readonly (readonly [RegExp, string])[] = [
  [/\b950911932\b/g, "950906426"],
  [/\b950911986\b/g, "950906454"],
  [/\b810755797\b/g, "752552876"],
  [/--frame 1800\b/g, "--frame 18"],
];

/** Examples that end with a code other than 0: the sample lacks some files, and there is no terminal for questions. */
const CODES: Readonly<Record<string, number>> = {
  'ecephys download --where \'session_type == "functional_connectivity" && sex == "F"\' --dry-run': 3,
  "ecephys download --where-units 'ecephys_structure_acronym == \"LGd\" && snr > 4' --yes": 3,
  "ecephys download --tables --movie 1,3 --scene 0-117 --bandwidth 10M": 11,
  "ecephys cache prune --kinds stray": 2,
};

const TABLES = [
  "sessions",
  "probes",
  "channels",
  "units",
  "metrics",
  "structures",
  "session-types",
  "genotypes",
];
const CACHE = ["status", "verify", "refresh", "repair", "prune", "path", "export-manifest"].map((name) => [
  "cache",
  name,
]);
const COMMANDS = [
  ...TABLES,
  "columns",
  "session",
  "nwb",
  "psth",
  "raster",
  "plot",
  "report",
  "movie",
  "scene",
  "download",
  "cache",
  "completion",
];

function examplesOf(help: string): string[] {
  const lines = [...help.matchAll(/^ {2}\$ (.+)$/gm)].map(([, line]) => line!);
  // Programs that may not be installed.
  return lines.filter((line) => !/\bzsh\b|\bjq\b/.test(line));
}

const environment = () => ({
  PATH: `${scratch.path}:${process.env.PATH}`,
  HOME: scratch.path,
  ECEPHYS_CACHE: join(scratch.path, "cache"),
  ECEPHYS_WAREHOUSE_URL: warehouse.url,
  ECEPHYS_DANDI_URL: archive.apiUrl,
});

const inSample = (line: string) =>
  IN_SAMPLE.reduce((text, [name, ours]) => text.replace(name, ours), line).replace(
    "/other/cache",
    "$ECEPHYS_CACHE",
  );

/** As a user types it, in a shell. */
function inShell(line: string) {
  const child = spawn("bash", ["-c", inSample(line)], {
    cwd: scratch.path,
    env: cleanEnv(environment()),
    stdio: ["ignore", "pipe", "pipe"],
  });
  return finished(child);
}

/** The arguments of a line that is one command and asks nothing of the shell but quotes. */
function plainArguments(line: string): string[] | undefined {
  const [command, ...args] = line.match(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g) ?? [];
  const unquoted = line.replaceAll(/'[^']*'|"[^"]*"/g, "");
  if (command !== "ecephys" || /[^\w\s./:,=+-]/.test(unquoted)) return undefined;
  return args.map((arg) => arg.replaceAll(/'([^']*)'|"([^"]*)"/g, "$1$2"));
}

describe("the examples in the help run", () => {
  it.each([...COMMANDS.map((name) => [name]), ...CACHE, ["dandi"], ["dandi", "ls"]])(
    "%s %s",
    async (...words) => {
      const { stdout: help } = await inProcess([...words, "--help"]);
      const examples = examplesOf(help);
      expect(examples).not.toEqual([]);
      for (const [at, line] of examples.entries()) {
        // The first as a process of its own, the others in this one where that is the same.
        const args = at === 0 ? undefined : plainArguments(inSample(line));
        const { code, stderr } = await (args ? inProcess(args, { env: environment() }) : inShell(line));
        expect(code, `${line}\n${stderr}`).toBe(CODES[line] ?? 0);
        if (!(line in CODES)) expect(stderr, line).not.toMatch(/^error/m);
      }
    },
  );
});
