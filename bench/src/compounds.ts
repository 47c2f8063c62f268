import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openHdf5 } from "@ecephys/hdf5/node";

/** Least milliseconds to read a dataset. */
interface Times {
  readonly name: string;
  readonly processor: number;
  readonly clock: number;
}

const ROUNDS = 60;
const python = process.env.ECEPHYS_PEER_PYTHON;
if (python === undefined) throw new Error("ECEPHYS_PEER_PYTHON is not set: an interpreter that has h5py");
const script = fileURLToPath(new URL("../python/compounds.py", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "ecephys-compounds-"));
try {
  const path = join(directory, "compounds.h5");
  execFileSync(python, [script, path, "--make"]);
  const printed = execFileSync(python, [script, path], { encoding: "utf8" });
  const theirs = printed
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Times);
  const rows: string[][] = [];
  for (const their of theirs) {
    const members = await leastTimes(path, their.name, true);
    const objects = await leastTimes(path, their.name, false);
    const ratio = (members.processor / their.processor).toFixed(1);
    rows.push([their.name, ...[their, members, objects].map(timeText), ratio]);
  }
  const head = ["100,000 compounds", "h5py", "ours, by member", "ours, as objects", "by member to h5py"];
  const lines = [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
  process.stdout.write(`Processor time (wall-clock time), ms\n\n${lines.join("\n")}\n`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}

async function leastTimes(path: string, name: string, columns: boolean): Promise<Times> {
  const file = await openHdf5(path);
  let [processor, clock] = [Infinity, Infinity];
  for (let round = 0; round < ROUNDS; round++) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    await file.read(`/${name}`, { columns });
    const { user, system } = process.cpuUsage(before);
    processor = Math.min(processor, (user + system) / 1000);
    clock = Math.min(clock, performance.now() - start);
  }
  await file.close();
  return { name, processor, clock };
}

function timeText({ processor, clock }: Times): string {
  return `${processor.toFixed(1)} (${clock.toFixed(1)})`;
}
