import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { startServer } from "./run-child.ts";

const HELP = `Usage: pnpm --filter @ecephys/bench bench:stream --directory DIR [--rounds N]

Times a session over HTTP ranges, ours beside remfile and fsspec (with h5py), from one server: 40 ms of latency, 50 MB/s.
ECEPHYS_PEER_PYTHON=/path/to/python is an interpreter that has h5py, remfile, fsspec and aiohttp.

  --directory DIR  what bench:session --directory made; "scattered.nwb" is made there if it is missing
  --rounds N       how often each side runs, in turn; medians are reported (3)
  --latency MS     of each request (40)
  --rate MB        megabytes a second, of all connections together (50)

The exit code is 1 if a figure misses its target.
`;

interface Step {
  readonly seconds: number;
  readonly found: number;
  readonly requests: number;
  readonly bytes: number;
}
type Side = "ours" | "remfile" | "fsspec";
type Run = Readonly<Record<string, Step>>;

/** What a step may take at most: of remfile's time, of the better peer's, and, of a file in order, of the server. */
interface Target {
  readonly remfile: number;
  readonly best?: number;
  readonly requests?: number;
  readonly megabytes?: number;
}

const TARGETS: Readonly<Record<string, Target>> = {
  "open and units": { remfile: 0.7, best: 1, requests: 8, megabytes: 6 },
  "one unit": { remfile: 1.3 },
  presentations: { remfile: 0.5 },
  "a second of LFP": { remfile: 0.5 },
  "the next second": { remfile: 1.5, megabytes: 1.1 },
};

const { values } = parseArgs({
  options: {
    directory: { type: "string" },
    rounds: { type: "string", default: "3" },
    latency: { type: "string", default: "40" },
    rate: { type: "string", default: "50" },
    help: { type: "boolean", default: false },
  },
});

const run = promisify(execFile);
const python = process.env.ECEPHYS_PEER_PYTHON;
const script = (name: string) => fileURLToPath(new URL(`../python/${name}`, import.meta.url));
const built = (name: string) => fileURLToPath(new URL(`./${name}.js`, import.meta.url));

if (values.help) process.stdout.write(HELP);
else if (python === undefined || values.directory === undefined)
  throw new Error("--directory or ECEPHYS_PEER_PYTHON is missing; see --help");
else process.exitCode = (await measureAll(python, values.directory)) ? 0 : 1;

async function measureAll(python: string, directory: string): Promise<boolean> {
  const [session, scattered] = ["session.nwb", "scattered.nwb"].map((name) => join(directory, name)) as [
    string,
    string,
  ];
  if (!existsSync(scattered)) await run(python, [script("scatter_session.py"), session, scattered]);
  const lfp = join(directory, "probe_lfp.nwb");
  const { latency, rate } = values;
  const server = await startServer(process.execPath, [
    built("stream-server"),
    latency,
    rate,
    session,
    scattered,
    lfp,
  ]);
  try {
    let isMet = true;
    for (const name of ["session.nwb", "scattered.nwb"]) {
      const urls = [`${server.host}/${name}`, `${server.host}/probe_lfp.nwb`, `${server.host}/count`];
      const runs: Record<Side, Run[]> = { ours: [], remfile: [], fsspec: [] };
      for (let round = 0; round < Number(values.rounds); round++) {
        runs.ours.push(await report(process.execPath, [built("our-stream"), ...urls]));
        for (const peer of ["remfile", "fsspec"] as const)
          runs[peer].push(await report(python, [script("stream.py"), peer, ...urls]));
      }
      process.stdout.write(`\n${name}, Node ${process.versions.node}\n\n`);
      isMet = show(runs, name === "session.nwb") && isMet;
    }
    return isMet;
  } finally {
    await server.stop();
  }
}

async function report(command: string, args: readonly string[]): Promise<Run> {
  const { stdout } = await run(command, [...args]);
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as Run;
}

/** Prints a table; whether all targets are met. */
function show(runs: Readonly<Record<Side, readonly Run[]>>, isInOrder: boolean): boolean {
  row("step", "ours", "remfile", "fsspec", "to remfile", "to the better", "target");
  row(...Array.from({ length: 7 }, () => "---"));
  let isMet = true;
  for (const [name, target] of Object.entries(TARGETS)) {
    const steps = (side: Side) => runs[side].map((one) => one[name]!);
    const [ours, remfile, fsspec] = (["ours", "remfile", "fsspec"] as const).map((side) =>
      median(steps(side)),
    ) as [Step, Step, Step];
    const [toRemfile, toBest] = [
      ours.seconds / remfile.seconds,
      ours.seconds / Math.min(remfile.seconds, fsspec.seconds),
    ];
    const met =
      toRemfile <= target.remfile &&
      toBest <= (target.best ?? Number.POSITIVE_INFINITY) &&
      (!isInOrder || keepsWithin(ours, target));
    isMet &&= met;
    const same = ours.found === remfile.found ? "" : ` (${ours.found} found, ${remfile.found} by remfile)`;
    row(
      name,
      shown(ours) + same,
      shown(remfile),
      shown(fsspec),
      toRemfile.toFixed(2),
      toBest.toFixed(2),
      `${targetText(target)}${met ? "" : " (missed)"}`,
    );
  }
  return isMet;
}

function keepsWithin({ bytes, requests }: Step, { megabytes, requests: most }: Target): boolean {
  return (
    requests <= (most ?? Number.POSITIVE_INFINITY) && bytes <= (megabytes ?? Number.POSITIVE_INFINITY) * 1e6
  );
}

function targetText({ best, megabytes, remfile, requests }: Target): string {
  const parts = [`${remfile} of remfile`];
  if (best !== undefined) parts.push(`${best} of the better`);
  if (requests !== undefined) parts.push(`${requests} requests`);
  if (megabytes !== undefined) parts.push(`${megabytes} MB`);
  return `≤ ${parts.join(", ")}`;
}

function shown({ bytes, requests, seconds }: Step): string {
  return `${seconds.toFixed(3)} s, ${requests} / ${(bytes / 1e6).toFixed(1)} MB`;
}

/** The run of median time. */
function median(steps: readonly Step[]): Step {
  return [...steps].sort((a, b) => a.seconds - b.seconds)[steps.length >> 1]!;
}

function row(...cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
}
