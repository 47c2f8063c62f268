import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { CacheStorage } from "@ecephys/files";
import { hiddenFile } from "@ecephys/files/internal";
import { STAGING, stagedOutput, stagingDirectory } from "./layout.ts";

/** Files of this age are none that somebody is writing at the moment: what they are for takes moments. */
const OLD = 600_000;

/**
 * Removes what processes that were killed have left in a dataset: locks whose owner is dead, half-written files.
 * @param paths All files of the dataset.
 */
export async function tidyDataset(storage: CacheStorage, paths: readonly string[]): Promise<void> {
  const locked = new Set<string>();
  for (const path of paths) {
    if (path.startsWith(`${STAGING}/`)) {
      locked.add(stagedOutput(path));
      continue;
    }
    const hidden = hiddenFile(path);
    if (hidden?.kind === "lock" && path.endsWith(".lock")) locked.add(hidden.of);
    else if (hidden?.kind === "lock" || hidden?.kind === "temporary") await removeIfOld(storage, path);
  }
  for (const output of locked) {
    if (await storage.isLocked?.(output)) continue;
    // Taken over from the dead, and given back.
    const lock = await storage.lock?.(output, { wait: false });
    if (lock === undefined) continue;
    await rm(join(storage.location, stagingDirectory(output)), { recursive: true, force: true });
    await lock.release();
  }
}

async function removeIfOld(storage: CacheStorage, path: string): Promise<void> {
  const info = await storage.stat(path);
  if (info !== undefined && Date.now() - info.modified > OLD) await storage.remove(path);
}
