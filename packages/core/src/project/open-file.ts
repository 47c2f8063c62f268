import type { CacheStorage, DataFile, StoredFileInfo } from "@ecephys/files";
import { isEcephysError } from "@ecephys/files";
import { forgetRecord, storedDataFile } from "@ecephys/files/internal";
import type { RemoteFileKind } from "../kinds/kind.ts";
import type { KindFile } from "../kinds/kind-file.ts";
import type { CacheContext } from "./context.ts";
import { type DamagedFile, ensureInCache } from "./ensure-file.ts";

/**
 * Opens a file of the cache, which is downloaded if it is missing. If `open` finds it damaged (an EcephysError
 * "format"), it is downloaded and opened again, as often as the cache's `fetchTries` allow; a damaged file that
 * was just downloaded is removed. Any other error leaves the file alone.
 */
export async function openCachedFile<Value>(
  context: CacheContext,
  file: KindFile<RemoteFileKind>,
  open: (file: DataFile) => Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<Value> {
  const { storage, warn } = context;
  const { path, resource } = file;
  let fetchTries = context.fetchTries;
  let damaged: DamagedFile | undefined;
  for (;;) {
    const { fetches, info } = await ensureInCache(context, file, { damaged, fetchTries, signal });
    fetchTries -= fetches;
    try {
      return await open(await storedDataFile(storage, path, info, { signal }));
    } catch (error) {
      if (!isEcephysError(error, "format")) throw error;
      signal?.throwIfAborted();
      if (fetches > 0) await removeUnlessReplaced(storage, path, info);
      if (fetchTries <= 0) throw error;
      damaged = fetches > 0 ? undefined : { info, error };
      if (fetches > 0) warn(`${error.message} Fetching ${resource} again (${triesText(fetchTries)} left).`);
    }
  }
}

async function removeUnlessReplaced(
  storage: CacheStorage,
  path: string,
  seen: StoredFileInfo,
): Promise<void> {
  const now = await storage.stat(path);
  if (now?.byteLength !== seen.byteLength || now.modified !== seen.modified) return;
  await storage.remove(path, { throughLinks: true });
  await forgetRecord(storage, path);
}

function triesText(count: number): string {
  return `${count} ${count === 1 ? "try" : "tries"}`;
}
