import { randomFillSync } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type LargeRun, largeResult, ourLarge, withCurl, writeFile } from "./download/large.ts";
import { median } from "./download/median.ts";
import { measure, startServer } from "./run-child.ts";

const HELP = `Usage: pnpm bench:download [--rounds N] [--size MIB] [--rates LIST] [--files N] [--latency MS] [--directory DIR]

Downloads one large file compared with curl, and many small ones compared with AllenSDK (ECEPHYS_PEER_PYTHON).

  --rounds N       how often each side runs; medians are reported (3)
  --size MIB       of the large file (2048), 0 leaves it out
  --rates LIST     MB/s of the large file's server, 0 for as fast as possible (0,125)
  --files N        how many small files (500), 0 leaves them out
  --latency MS     of the small files' server (50)
  --directory DIR  working directory (a new temporary directory)

The exit code is 1 if a figure misses its target.
`;

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    size: { type: "string", default: "2048" },
    rates: { type: "string", default: "0,125" },
    files: { type: "string", default: "500" },
    latency: { type: "string", default: "50" },
    directory: { type: "string", default: tmpdir() },
    help: { type: "boolean", default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else process.exitCode = (await run()) ? 0 : 1;

async function run(): Promise<boolean> {
  const directory = mkdtempSync(join(values.directory, "ecephys-bench-download-"));
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  process.stdout.write(
    `Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${memory} GiB\n\n`,
  );
  try {
    const size = Number(values.size);
    let large = true;
    for (const rate of size === 0 ? [] : values.rates.split(",").map(Number)) {
      large = (await compareLarge(directory, size, rate)) && large;
    }
    const small = Number(values.files) === 0 || (await compareSmall(directory, Number(values.files)));
    return large && small;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** @param rate MB/s that the server sends at; 0 for as fast as possible. */
async function compareLarge(directory: string, size: number, rate: number): Promise<boolean> {
  const file = join(directory, "large");
  if (!existsSync(file)) writeFile(file, randomFillSync(new Uint8Array(1 << 20)), size);
  const server = await startServer(process.execPath, [
    join(here, "download-file-server.js"),
    file,
    String(rate),
  ]);
  const url = `http://${server.host}/large`;
  const script = join(here, "download-our-large.js");
  const sides: Record<string, () => Promise<LargeRun>> = {
    curl: () => withCurl(url, directory),
    "curl, flushed": () => withCurl(url, directory, { flush: true }),
    "curl, flushed, sha256sum": () => withCurl(url, directory, { flush: true, hash: true }),
    ours: () => ourLarge(url, directory, script, 1),
    "ours, 4 ranges": () => ourLarge(url, directory, script, 4),
  };
  const runs: Record<string, LargeRun[]> = {};
  try {
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const [name, side] of Object.entries(sides)) runs[name] = [...(runs[name] ?? []), await side()];
    }
  } finally {
    await server.stop();
  }
  const result = largeResult(size, rate, runs);
  process.stdout.write(result.text);
  return result.isMet;
}

async function compareSmall(directory: string, count: number): Promise<boolean> {
  const args = [join(here, "download-small-warehouse.js"), String(count), values.latency];
  const server = await startServer(process.execPath, args);
  const python = process.env.ECEPHYS_PEER_PYTHON;
  const times = { ours: [] as number[], theirs: [] as number[] };
  const script = fileURLToPath(new URL("../python/download_small.py", import.meta.url));
  try {
    for (let round = 0; round < Number(values.rounds); round++) {
      const child = [join(here, "download-our-small.js"), emptyCache(directory), server.host, String(count)];
      times.ours.push((await measure(process.execPath, child)).whole);
      if (python === undefined) continue;
      const their = [script, emptyCache(directory), server.host, String(count)];
      times.theirs.push((await measure(python, their)).whole);
    }
  } finally {
    await server.stop();
  }
  const [ours, theirs] = [median(times.ours), median(times.theirs)];
  process.stdout.write(
    `${count} files at ${values.latency} ms latency: ours ${ours.toFixed(0)} ms` +
      (python === undefined
        ? "\n"
        : `, AllenSDK ${theirs.toFixed(0)} ms: ${(ours / theirs).toFixed(3)} (target: at most 0.2)\n`),
  );
  return python === undefined || ours / theirs <= 0.2;
}

function emptyCache(directory: string): string {
  const cache = join(directory, "cache");
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(cache);
  return join(cache, "ecephys_project_manifest.json");
}
