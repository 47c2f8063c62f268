import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { layOutCache } from "./cache-directory.ts";
import { compare, type Line, markdownHead, markdownLine, meetsTargets } from "./compare.ts";
import { compareLims, LIMS_SCENARIO } from "./lims-scenario.ts";
import { startServer } from "./run-child.ts";
import { commandScenario, fillScenario, tableScenarios } from "./scenarios.ts";

const HELP = `Usage: pnpm bench [--rounds N] [--only TEXT] [--source DIR]

  --rounds N    how often each side runs (5); medians are reported
  --only TEXT   only scenarios whose name contains TEXT ("getUnits", "fill")
  --source DIR  a directory with sessions, probes, channels and units as .csv or .csv.gz
                (../shared/reference/full beside the repository, else synthetic tables of that size)

ECEPHYS_PEER_PYTHON=/path/to/python, an interpreter that has allensdk, also runs AllenSDK for comparison.
The exit code is 1 if a ratio misses its target.
`;

const root = fileURLToPath(new URL("../../", import.meta.url));
const here = dirname(fileURLToPath(import.meta.url));

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    only: { type: "string", default: "" },
    source: { type: "string", default: join(root, "../shared/reference/full") },
    help: { type: "boolean", default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else process.exitCode = (await run(Number(values.rounds), values.only, values.source)) ? 0 : 1;

async function run(rounds: number, only: string, source: string): Promise<boolean> {
  const directory = mkdtempSync(join(tmpdir(), "ecephys-bench-"));
  const python = process.env.ECEPHYS_PEER_PYTHON;
  const lines: Line[] = [];
  const show = (found: readonly Line[]) => {
    for (const line of found) process.stdout.write(markdownLine(line));
    lines.push(...found);
  };
  try {
    const { manifest, origin } = await layOutCache(join(directory, "cache"), source);
    describeRun(origin, python);
    for (const scenario of [...tableScenarios(manifest, python), commandScenario(manifest, python)]) {
      if (scenario.name.includes(only)) show(await compare(scenario, rounds));
    }
    if ("fill an empty cache, 50 ms latency".includes(only)) {
      show(await compareFilling(directory, dirname(manifest), python, rounds));
    }
    if (LIMS_SCENARIO.includes(only)) show(await compareLims(python, rounds));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return meetsTargets(lines);
}

async function compareFilling(
  directory: string,
  tables: string,
  python: string | undefined,
  rounds: number,
): Promise<Line[]> {
  const server = await startServer(process.execPath, [join(here, "warehouse.js"), tables, "50"]);
  try {
    return await compare(fillScenario(directory, server.host, python), rounds);
  } finally {
    await server.stop();
  }
}

function describeRun(origin: string, python: string | undefined): void {
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  process.stdout.write(
    `Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${memory} GiB; ` +
      `${origin} tables of full size; ${python === undefined ? "without AllenSDK (ECEPHYS_PEER_PYTHON is not set)" : "compared with AllenSDK"}\n\n${markdownHead()}`,
  );
}
