import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const HELP = `Usage: pnpm --filter @ecephys/bench bench:export --session FILE [--out DIR] [--rounds N] [--compression NAME]

Writes all spikes of a session as Parquet, ours and with h5py and pyarrow in turn, with the same compression; both flush
what they wrote to the disk. ECEPHYS_PEER_PYTHON=/path/to/python is an interpreter that has h5py and pyarrow.

  --session FILE       the NWB file
  --out DIR            where the files are written, and removed afterwards (the system's temporary directory)
  --rounds N           how often each side runs; medians are reported (3)
  --compression NAME   snappy, zstd or none (snappy)
  --workers FILE       also 58 copies of this smaller session by 1, 2 and 4 processes: bench/clusters/workers.sh, with as
                       many rounds

The exit code is 1 if a figure misses its target.
`;

interface Report {
  readonly rows: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly megabytes: number;
}

interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly of: (report: Report) => number;
  /** Of the other side's at most, and of ours. */
  readonly ratio?: number;
  readonly most?: number;
}

const FIGURES: readonly Figure[] = [
  { name: "time", of: ({ seconds }) => seconds, unit: "s", ratio: 0.5 },
  { name: "processor time", of: ({ processorSeconds }) => processorSeconds, unit: "s" },
  { name: "largest memory", of: ({ megabytes }) => megabytes, unit: "MB", most: 500 },
  { name: "size of the file", of: ({ bytes }) => bytes / 1e6, unit: "MB" },
];

const { values } = parseArgs({
  options: {
    session: { type: "string" },
    out: { type: "string", default: tmpdir() },
    rounds: { type: "string", default: "3" },
    compression: { type: "string", default: "snappy" },
    workers: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

const script = fileURLToPath(new URL("../python/export_spikes.py", import.meta.url));
const child = fileURLToPath(new URL("./our-export.js", import.meta.url));
const python = process.env.ECEPHYS_PEER_PYTHON;

if (values.help) process.stdout.write(HELP);
else if (python === undefined || values.session === undefined)
  throw new Error("ECEPHYS_PEER_PYTHON or --session is missing; see --help");
else {
  process.exitCode = (await run(python, values.session)) ? 0 : 1;
  if (values.workers !== undefined) await workers(values.workers);
}

/** Prints wall and processor time by the number of processes. */
async function workers(file: string): Promise<void> {
  const place = fileURLToPath(new URL("../clusters/workers.sh", import.meta.url));
  const started = spawn("bash", [place, "58", values.rounds, resolve(file)], {
    stdio: "inherit",
    env: { ...process.env, TMPDIR: values.out },
  });
  const [code] = (await once(started, "close")) as [number | null];
  if (code !== 0) throw new Error(`${place} ended with ${String(code)}`);
}

async function run(interpreter: string, session: string): Promise<boolean> {
  const directory = mkdtempSync(join(values.out, "ecephys-export-"));
  const ours: Report[] = [];
  const theirs: Report[] = [];
  try {
    for (let round = 0; round < Number(values.rounds); round += 1) {
      ours.push(await report(process.execPath, [child, session, join(directory, "ours.parquet")]));
      theirs.push(await report(interpreter, [script, session, join(directory, "theirs.parquet")]));
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  if (ours[0]?.rows !== theirs[0]?.rows) throw new Error("the two sides wrote other rows");
  process.stdout.write(
    `${ours[0]?.rows} spikes, ${values.compression}\n\n| figure | ours | pyarrow | ratio | target |\n`,
  );
  process.stdout.write("| --- | --- | --- | --- | --- |\n");
  return FIGURES.map((figure) => line(figure, ours, theirs)).every(Boolean);
}

function line(figure: Figure, ours: readonly Report[], theirs: readonly Report[]): boolean {
  const { most = Number.POSITIVE_INFINITY, name, of, ratio: least = Number.POSITIVE_INFINITY, unit } = figure;
  const own = median(ours.map(of));
  const other = median(theirs.map(of));
  const ratio = own / other;
  const target = figure.ratio === undefined ? figure.most && `≤ ${most} ${unit}` : `≤ ${least}`;
  const cells = [
    name,
    `${own.toFixed(1)} ${unit}`,
    `${other.toFixed(1)} ${unit}`,
    ratio.toFixed(2),
    target ?? "",
  ];
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
  return ratio <= least && own <= most;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

async function report(command: string, args: readonly string[]): Promise<Report> {
  const started = spawn(command, [...args, values.compression], { stdio: ["ignore", "pipe", "inherit"] });
  const [output, [code]] = await Promise.all([text(started.stdout), once(started, "close")]);
  if (code !== 0) throw new Error(`${command} ended with ${String(code)}`);
  process.stderr.write(output);
  return JSON.parse(output) as Report;
}
