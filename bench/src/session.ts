import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fixtureFile } from "@ecephys/fixtures";
import { COMMAND } from "./scenarios.ts";
import { asTable, FIGURES, meetsTargets, RUNS, type Step } from "./session-figures.ts";

const HELP = `Usage: pnpm --filter @ecephys/bench bench:session [--directory DIR] [--scale N] [--rounds N]

Times a full-size session, ours compared with AllenSDK, h5py and numpy. ECEPHYS_PEER_PYTHON=/path/to/python is an
interpreter that has allensdk, h5py and tifffile: it makes the session (about 7.5 GB) and runs them.

  --directory DIR  where the session is kept, and made if it is missing (a temporary directory, removed afterwards)
  --scale N        below 1 makes a smaller session, to try things out (1)
  --rounds N       how often each side runs; medians are reported (1)
  --processor      compare processor time, for a machine that has other work; a limit is of the time on an idle one
  --only NAME      only one run: ${Object.keys(RUNS).join(", ")}

The time of each step is printed to stderr, by the clock and of processors. The exit code is 1 if a figure misses its
target.
`;

const { values } = parseArgs({
  options: {
    directory: { type: "string" },
    scale: { type: "string", default: "1" },
    rounds: { type: "string", default: "1" },
    only: { type: "string" },
    processor: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const scripts = fileURLToPath(new URL("../python/", import.meta.url));
const ours = fileURLToPath(new URL("./our-session.js", import.meta.url));
const python = process.env.ECEPHYS_PEER_PYTHON;

if (values.help) process.stdout.write(HELP);
else if (python === undefined) throw new Error("ECEPHYS_PEER_PYTHON is not set; see --help");
else process.exitCode = (await run(python)) ? 0 : 1;

async function run(python: string): Promise<boolean> {
  const directory = values.directory ?? mkdtempSync(join(tmpdir(), "ecephys-session-"));
  try {
    if (!existsSync(join(directory, "scenes"))) await makeSession(python, directory);
    const steps = { ours: [] as Step[], theirs: [] as Step[] };
    for (let round = 0; round < Number(values.rounds); round++)
      for (const [name, { ours: ourSteps, theirs: theirSteps, script, command }] of Object.entries(RUNS)) {
        if (values.only !== undefined && values.only !== name) continue;
        const file = join(directory, "session.nwb");
        const own = command ? [COMMAND, "session", file, ...command] : [ours, directory, ...ourSteps];
        steps.ours.push(...(await measureSteps(name, process.execPath, own)));
        if (theirSteps.length === 0) continue;
        const args = [join(scripts, script ?? "session.py"), directory, ...theirSteps];
        steps.theirs.push(...(await measureSteps(name, python, args)));
      }
    const memory = (totalmem() / 2 ** 30).toFixed(0);
    const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${memory} GiB`;
    process.stdout.write(`Node ${process.versions.node}, ${machine}\n\n`);
    const lines = FIGURES.map((figure) => figure(steps)).filter((line) => line !== undefined);
    process.stdout.write(`${asTable(lines)}\n`);
    return meetsTargets(lines);
  } finally {
    if (values.directory === undefined) rmSync(directory, { recursive: true, force: true });
  }
}

/** Makes the session from the small ones that AllenSDK's writers wrote. */
async function makeSession(python: string, directory: string): Promise<void> {
  const templates = mkdtempSync(join(tmpdir(), "ecephys-templates-"));
  try {
    for (const name of ["session_715093703.nwb", "probe_752552876_lfp.nwb"])
      writeFileSync(join(templates, name), fixtureFile("mini", name));
    await output(python, [join(scripts, "make_session.py"), templates, directory, values.scale]);
  } finally {
    rmSync(templates, { recursive: true, force: true });
  }
}

async function measureSteps(run: string, command: string, args: readonly string[]): Promise<Step[]> {
  const start = performance.now();
  const printed = await output(command, args);
  const whole = {
    run,
    step: "process",
    seconds: (performance.now() - start) / 1000,
    peakMb: Number.NaN,
    answer: null,
  };
  const lines = printed.split("\n").filter((line) => line.startsWith('{"step"'));
  for (const line of [...lines, `${run}: ${whole.seconds.toFixed(3)} s in all`])
    process.stderr.write(`${line}\n`);
  const steps = lines.map((line): Step => {
    const step = JSON.parse(line) as Omit<Step, "run">;
    return { run, ...step, seconds: values.processor ? (step.processor ?? Number.NaN) : step.seconds };
  });
  return [...steps, whole];
}

async function output(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const [out, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${String(code)}:\n${errors}`);
  return out;
}
