import type { CacheStorage } from "@ecephys/files";
import { EcephysError, isEcephysError } from "@ecephys/files";

/** Where a file of a storage is, for messages: an absolute path, or "name in memory". */
export function fileLocation(storage: CacheStorage, path: string): string {
  return storage.localPath?.(path) ?? `${path} in ${storage.location}`;
}

/** Runs a fetch; where the backend has no data to give, the error tells where the cache looked (note M6). */
export async function tellingWhere<Value>(location: string, fetch: () => Promise<Value>): Promise<Value> {
  try {
    return await fetch();
  } catch (cause) {
    if (!isEcephysError(cause, "missing-data") || cause.reason.includes(location)) throw cause;
    const { action, resource, reason, remedy } = cause;
    throw new EcephysError("missing-data", {
      action,
      resource,
      reason: `${reason.replace(/[.]$/, "")}; the cache looked for ${location}`,
      remedy,
      cause,
    });
  }
}
