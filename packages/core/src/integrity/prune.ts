import type { CacheStorage } from "@ecephys/files";
import { isEcephysError } from "@ecephys/files";
import { prunableKinds } from "../kinds/names.ts";
import type { CacheContext } from "../project/context.ts";
import type { CacheFileEntry, PruneOptions, PruneReport } from "./reports.ts";
import { cacheStatus, totalOf } from "./status.ts";

/** Milliseconds after which an untouched temporary file is considered abandoned. */
const YOUNG = 60_000;

/** Removes files that hold no data, or reports which ones would be removed. */
export async function pruneCache(
  context: CacheContext,
  { dryRun = true, kinds = prunableKinds("by default"), signal }: PruneOptions,
): Promise<PruneReport> {
  const { storage } = context;
  const { files } = await cacheStatus(context, signal);
  const present = new Set(files.map(({ path }) => path));
  const isWanted = ({ kind, of }: CacheFileEntry) =>
    (kinds as readonly string[]).includes(kind) && !(kind === "record" && present.has(of ?? ""));
  const groups = new Map<string, CacheFileEntry[]>();
  for (const file of files.filter(isWanted)) {
    const of = file.of ?? file.path;
    groups.set(of, [...(groups.get(of) ?? []), file]);
  }
  const removed: CacheFileEntry[] = [];
  const inUse: CacheFileEntry[] = [];
  const failed: { path: string; error: unknown }[] = [];
  for (const [of, group] of groups) {
    signal?.throwIfAborted();
    const free = group.filter((file) => !isYoung(file));
    inUse.push(...group.filter(isYoung));
    const done = dryRun
      ? !(await storage.isLocked?.(of, { signal }))
      : await removeAll(storage, of, free, failed, signal);
    (done ? removed : inUse).push(...free);
  }
  const gone = removed.filter(({ path }) => !failed.some((failure) => failure.path === path));
  return { dryRun, removed: gone, bytes: totalOf(gone).bytes, inUse, failed };
}

function isYoung({ kind, modified }: CacheFileEntry): boolean {
  return kind === "temporary" && Math.abs(Date.now() - modified) < YOUNG;
}

/** Removes the files that belong to one file, unless that file is being downloaded; false if it is. */
async function removeAll(
  storage: CacheStorage,
  of: string,
  files: readonly CacheFileEntry[],
  failed: { path: string; error: unknown }[],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const remove = async ({ path }: CacheFileEntry) => {
    try {
      await storage.remove(path);
    } catch (error) {
      failed.push({ path, error });
    }
  };
  const needsLock = files.some(({ kind }) => kind !== "stray" && kind !== "derived");
  if (!needsLock || storage.lock === undefined) {
    for (const file of files) await remove(file);
    return true;
  }
  try {
    // Taking it over removes the lock of a dead owner; other files of this lock are useless while we hold it.
    const lock = await storage.lock(of, { signal, wait: false });
    if (lock === undefined) return false;
    const own = files.filter(({ kind, path }) => !(kind === "lock" && path.endsWith(".lock")));
    for (const file of own) await remove(file);
    await lock.release();
  } catch (error) {
    signal?.throwIfAborted();
    if (!isEcephysError(error)) throw error;
    for (const { path } of files) failed.push({ path, error });
  }
  return true;
}
