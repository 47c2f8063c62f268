import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { measure } from "../run-child.ts";

/** One download of the large file. */
export interface LargeRun {
  /** Of the whole process. */
  readonly seconds: number;
  /** Highest resident memory, MiB; undefined where it was not asked for. */
  readonly memory?: number | undefined;
}

/** By curl, as it is or with its file flushed to the disk, as ours always is. */
export async function withCurl(url: string, directory: string, { flush = false } = {}): Promise<LargeRun> {
  const path = join(directory, "by-curl");
  rmSync(path, { force: true });
  settle();
  const start = performance.now();
  execFileSync("curl", ["--silent", "--show-error", "--fail", "--output", path, url]);
  if (flush) execFileSync("sync", [path]);
  const seconds = (performance.now() - start) / 1000;
  rmSync(path);
  return { seconds };
}

/** By ours: flushed, its SHA-256 computed and recorded. */
export async function ourLarge(
  url: string,
  directory: string,
  script: string,
  connections: number,
): Promise<LargeRun> {
  const cache = join(directory, "by-us");
  rmSync(cache, { recursive: true, force: true });
  settle();
  const { peakMemory, whole } = await measure(process.execPath, [script, url, cache, String(connections)]);
  rmSync(cache, { recursive: true });
  return { seconds: whole / 1000, memory: peakMemory };
}

/** Nobody pays for what the one before has left to be written. */
function settle(): void {
  execFileSync("sync");
}
