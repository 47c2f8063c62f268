import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fixtureFile, nwbFile, type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { type SampleDandi, startSampleDandi } from "@ecephys/fixtures/dandi";
import { serve, serveFile, type TestServer } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BIN, cleanEnv, finished, inProcess, temporaryDirectory } from "../support/ecephys.ts";
import { examplesOf, plainArguments, startHere } from "../support/help-examples.ts";

let archive: SampleDandi;
let warehouse: SampleWarehouse;
let lab: TestServer;
let scratch: ReturnType<typeof temporaryDirectory>;
beforeAll(async () => {
  const recording = nwbFile("n01_lab_everything");
  [archive, lab, warehouse] = await Promise.all([
    startSampleDandi(),
    serve(serveFile(recording)),
    startSampleWarehouse(),
  ]);
  scratch = temporaryDirectory();
  const command = join(scratch.path, "ecephys");
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
  chmodSync(command, 0o755);
  mkdirSync(join(scratch.path, ".config/fish/completions"), { recursive: true });
  const session = "session_715093703.nwb";
  writeFileSync(join(scratch.path, session), fixtureFile("mini", session));
  writeFileSync(join(scratch.path, "recording.nwb"), recording);
  const lfp = "probe_752552876_lfp.nwb";
  writeFileSync(join(scratch.path, lfp), fixtureFile("mini", lfp));
  mkdirSync(join(scratch.path, "recordings"));
  process.chdir(scratch.path);
});
const before = process.cwd();
afterAll(async () => {
  process.chdir(before);
  await archive.close();
  await lab.close();
  await warehouse.close();
  scratch.remove();
});

/** Names from the public project in the examples, and their counterparts in the sample. */
const IN_SAMPLE: readonly (readonly [RegExp, string])[] = [
  [/\b950911932\b/g, "950906426"],
  [/\b950911986\b/g, "950906454"],
  [/810755797/g, "752552876"],
  [/--frame 1800\b/g, "--frame 18"],
  [/"\$\(uuidgen\)"/g, "secret"],
  [/~\/recordings/g, "recordings"],
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
const CACHE = ["status", "verify", "refresh", "repair", "prune", "path", "export-manifest"].map(
  (name) => `cache ${name}`,
);
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

const environment = () => ({
  PATH: `${scratch.path}:${process.env.PATH}`,
  HOME: scratch.path,
  ECEPHYS_CACHE: join(scratch.path, "cache"),
  ECEPHYS_WAREHOUSE_URL: warehouse.url,
  ECEPHYS_DANDI_URL: archive.apiUrl,
});

const inSample = (line: string) =>
  IN_SAMPLE.reduce((text, [name, ours]) => text.replace(name, ours), line)
    .replace("/other/cache", "$ECEPHYS_CACHE")
    .replace("https://lab.example.org/recording.nwb", lab.url);

/** As a user types it, in a shell. */
function inShell(line: string) {
  const child = spawn("bash", ["-c", inSample(line)], {
    cwd: scratch.path,
    env: cleanEnv(environment()),
    stdio: ["ignore", "pipe", "pipe"],
  });
  return finished(child);
}

describe("the examples in the help run", () => {
  it.each([...COMMANDS, ...CACHE, "dandi", "dandi ls"])("%s", async (name) => {
    const { stdout: help } = await inProcess([...name.split(" "), "--help"]);
    const examples = examplesOf(help);
    expect(examples).not.toEqual([]);
    for (const [at, line] of examples.entries()) {
      // The first as a process of its own, the others in this one where that is the same.
      const args = at === 0 ? undefined : plainArguments(inSample(line));
      const { code, stderr } = await (args ? inProcess(args, { env: environment() }) : inShell(line));
      expect(code, `${line}\n${stderr}`).toBe(CODES[line] ?? 0);
      if (!(line in CODES)) expect(stderr, line).not.toMatch(/^error/m);
    }
  });

  it.each(["explore", "serve"])("%s, until it is stopped", async (name) => {
    const { stdout: help } = await inProcess([name, "--help"]);
    const examples = examplesOf(help);
    expect(examples).not.toEqual([]);
    // No browser is found there.
    const env = { ...environment(), PATH: scratch.path };
    for (const line of examples) {
      const args = plainArguments(inSample(line))!;
      const { printed, stop } = await startHere([...args, "--port", "0", "--json"], { env });
      const { url } = JSON.parse(printed);
      if (name === "serve") {
        expect((await fetch(url)).status, line).toBe(args.includes("--token") ? 401 : 200);
      } else {
        const { lfp, session } = await (await fetch(`${url}session.json`)).json();
        for (const file of lfp ? [session, lfp] : [session]) {
          const answer = await fetch(url + file, { headers: { range: "bytes=1-3" } });
          expect(await answer.text(), `${line}: ${file}`).toBe("HDF");
        }
      }
      await stop();
    }
  });
});
