import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fixtureFile, fixtureFileIds, type RecordedRequest } from "@ecephys/fixtures";

/** Paths of all files under a directory, but those that the cache keeps for itself. */
export function dataFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .filter((path) => !path.startsWith(".ecephys/"))
    .sort();
}

/** Where a session's file lies in a cache. */
export const sessionPath = (id: number): string => `session_${id}/session_${id}.nwb`;
/** Where a probe's LFP lies in a cache. */
export const lfpPath = (session: number, probe: number): string =>
  `session_${session}/probe_${probe}_lfp.nwb`;

/** Whether a file of a cache has the bytes of this file of the sample project. */
export function isWhole(cache: string, path: string, name: string): boolean {
  return readFileSync(join(cache, path)).equals(fixtureFile("mini", name));
}

const IDS = fixtureFileIds("mini");

/** The requests that transferred a file or a part of it, of one file where it is named. */
export function transfers(requests: readonly RecordedRequest[], name?: string): RecordedRequest[] {
  return requests.filter(({ method, path, range }) => {
    const id = /well_known_file_download\/(\d+)/.exec(path)?.[1];
    // A single byte is asked for by who only wants to know the size.
    return method === "GET" && id !== undefined && range !== "bytes=0-0" && (!name || IDS[id] === name);
  });
}

/** The first byte that was asked for. */
export function startOf({ range }: RecordedRequest): number {
  return Number(/^bytes=(\d+)-/.exec(range ?? "")?.[1] ?? 0);
}
