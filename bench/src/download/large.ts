import { execFileSync } from "node:child_process";
import { closeSync, existsSync, openSync, readSync, rmSync, truncateSync, writeSync } from "node:fs";
import { freemem } from "node:os";
import { join } from "node:path";
import { measure } from "../run-child.ts";
import { median } from "./median.ts";

/** One download of the large file. */
export interface LargeRun {
  /** Of the whole process. */
  readonly seconds: number;
  /** Highest resident memory, MiB; undefined if it was not measured. */
  readonly memory?: number | undefined;
}

/** With curl, alone, or with its file flushed to the disk and its SHA-256 computed, as we always do. */
export async function withCurl(
  url: string,
  directory: string,
  { flush = false, hash = false } = {},
): Promise<LargeRun> {
  const path = join(directory, "by-curl");
  rmSync(path, { force: true });
  settle(directory);
  const start = performance.now();
  execFileSync("curl", ["--silent", "--show-error", "--fail", "--output", path, url]);
  if (flush) execFileSync("sync", [path]);
  if (hash) execFileSync("sha256sum", [path]);
  const seconds = (performance.now() - start) / 1000;
  rmSync(path);
  return { seconds };
}

/** With our own download: flushed, its SHA-256 computed and recorded. */
export async function ourLarge(
  url: string,
  directory: string,
  script: string,
  connections: number,
): Promise<LargeRun> {
  const cache = join(directory, "by-us");
  rmSync(cache, { recursive: true, force: true });
  settle(directory);
  const { peakMemory, whole } = await measure(process.execPath, [script, url, cache, String(connections)]);
  rmSync(cache, { recursive: true });
  return { seconds: whole / 1000, memory: peakMemory };
}

/**
 * Flushes what the previous run left to be written, and fills free memory. A virtual machine returns memory that was
 * free for some seconds to its host, and getting it back costs several times the copy; so free memory is filled with
 * the page cache of a file, which can be dropped at once.
 */
function settle(directory: string): void {
  const path = join(directory, "holes");
  if (!existsSync(path)) {
    closeSync(openSync(path, "w"));
    truncateSync(path, freemem());
  }
  execFileSync("sync");
  const block = new Uint8Array(1 << 20);
  const file = openSync(path, "r");
  while (readSync(file, block) > 0);
  closeSync(file);
}

/** @param mebibytes How many times the block is written. */
export function writeFile(path: string, block: Uint8Array, mebibytes: number): void {
  const file = openSync(path, "w");
  for (let at = 0; at < mebibytes; at++) writeSync(file, block);
  closeSync(file);
}

/** The runs as a Markdown table, and whether ours is fast and small enough. */
export function largeResult(
  size: number,
  serverRate: number,
  runs: Readonly<Record<string, readonly LargeRun[]>>,
): { readonly text: string; readonly isMet: boolean } {
  const rate = (name: string) => {
    return median((runs[name] ?? []).map(({ seconds }) => (size * 2 ** 20) / seconds / 1e6));
  };
  const peak = (name: string) => Math.max(0, ...(runs[name] ?? []).map(({ memory }) => memory ?? 0));
  const ratio = rate("ours") / rate("curl, flushed");
  const from = serverRate === 0 ? "as fast as the server can" : `at ${serverRate} MB/s`;
  const lines = Object.keys(runs).map((name) => {
    const memory = peak(name) === 0 ? "" : `${peak(name).toFixed(0)} MiB`;
    return `| ${name} | ${rate(name).toFixed(0)} | ${memory} |`;
  });
  const text = [
    `| ${size} MiB, ${from} | MB/s | peak memory |`,
    "| --- | --- | --- |",
    ...lines,
    "",
    `ours to curl, both flushed: ${ratio.toFixed(2)} (target: 0.9 or more, under 120 MB)`,
    "\n",
  ];
  return { text: text.join("\n"), isMet: ratio >= 0.9 && peak("ours") * 2 ** 20 < 120e6 };
}
