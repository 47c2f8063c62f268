import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openProjectCache } from "@ecephys/core/node";
import { fixed } from "@ecephys/fetch-fixed";
import { fixtureFile, writeCacheDirectory } from "@ecephys/fixtures";
import { temporaryDirectory } from "@ecephys/fixtures/testing";
import { nwbReaders } from "@ecephys/nwb/node";
import type { SessionCache } from "../../src/tasks.ts";

/** The sessions of the sample that have a file, and one that has none. */
export const SESSIONS = [715093703, 777821539] as const;
export const WITHOUT_FILE = 782942878;

/** A directory with the sample's cache, and a place for datasets. */
export function sampleDirectory(): string {
  const directory = mkdtempSync(join(temporaryDirectory(), "sample-"));
  writeCacheDirectory("mini", join(directory, "cache"));
  return directory;
}

export function sessionFile(directory: string, session: number): string {
  return join(directory, "cache", `session_${session}`, `session_${session}.nwb`);
}

/** Puts a file in a session's place that is none. */
export function poison(directory: string, session: number): void {
  const path = sessionFile(directory, session);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, fixtureFile("mini", `session_${SESSIONS[0]}.nwb`).subarray(0, 50_000));
}

export async function sampleCache(directory: string): Promise<SessionCache> {
  return openProjectCache({
    api: fixed(),
    readers: nwbReaders(),
    manifest: join(directory, "cache", "ecephys_project_manifest.json"),
    onWarning: () => {},
  });
}
