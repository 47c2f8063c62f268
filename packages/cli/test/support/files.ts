import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fixtureFile, fixtureFileIds, type RecordedRequest } from "@ecephys/fixtures";

/** Paths of all files under a directory, except the cache's internal ones. */
export function dataFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .filter((path) => !path.startsWith(".ecephys/"))
    .sort();
}

/** The path of a session's file in a cache. */
export const sessionPath = (id: number): string => `session_${id}/session_${id}.nwb`;
/** The path of a probe's LFP file in a cache. */
export const lfpPath = (session: number, probe: number): string =>
  `session_${session}/probe_${probe}_lfp.nwb`;

/** Whether a file of a cache has the bytes of this file of the sample project. */
export function isWhole(cache: string, path: string, name: string): boolean {
  return readFileSync(join(cache, path)).equals(fixtureFile("mini", name));
}

const IDS = fixtureFileIds("mini");

/** The requests that transferred a file or a part of it, optionally of one file. */
export function transfers(requests: readonly RecordedRequest[], name?: string): RecordedRequest[] {
  return requests.filter(({ method, path, range }) => {
    const id = /well_known_file_download\/(\d+)/.exec(path)?.[1];
    // A single byte is requested only to learn the size.
    return method === "GET" && id !== undefined && range !== "bytes=0-0" && (!name || IDS[id] === name);
  });
}

/** The first byte that was requested. */
export function startOf({ range }: RecordedRequest): number {
  return Number(/^bytes=(\d+)-/.exec(range ?? "")?.[1] ?? 0);
}

/** Makes a download pause for a minute before its end, which leaves time to interrupt it. */
export const STOPPING: readonly string[] = ["drip:1000000@download", "hang:60,0.9@download"];

/** Waits until the transfer of a session's file has recorded how many bytes are safely on disk; returns that number. */
export async function bytesPutDown(cache: string, session: number): Promise<number> {
  const record = join(cache, ".ecephys", `${sessionPath(session)}.part.json`);
  for (;;) {
    const text = existsSync(record) ? readFileSync(record, "utf8") : "";
    const bytes = Number(/"done":\[\[0,(\d+)/.exec(text)?.[1] ?? 0);
    if (bytes > 0) return bytes;
    await sleep(20);
  }
}
