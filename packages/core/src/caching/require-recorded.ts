import { type CacheStorage, EcephysError, isEcephysError, type StoredFileInfo } from "@ecephys/files";
import { readRecord, recordPath, storedFileName, writeRecord } from "@ecephys/files/internal";

/**
 * Makes sure that a file of the cache is still the one that was recorded when it was fetched: by its size and
 * modification time, or where only the time differs (a copy of the cache) by its SHA-256. A file without a
 * record, such as one that AllenSDK wrote, passes.
 * @throws an EcephysError "format" if another program has changed the file.
 */
export async function requireRecorded(
  storage: CacheStorage,
  path: string,
  { byteLength, modified }: StoredFileInfo,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (storage.sha256 === undefined) return;
  const record = await readRecord(storage, path, { signal });
  if (record === undefined) return;
  if (record.byteLength !== byteLength)
    throw changed(storage, path, `has ${byteLength} bytes, but ${record.byteLength} were recorded`);
  if (record.modified === modified || record.sha256 === undefined) return;
  const bytes = await storage.read(path, { signal });
  // Gone in the meantime: whoever reads it will notice.
  if (bytes === undefined) return;
  const hash = storage.sha256();
  hash.update(bytes);
  if (hash.digest() !== record.sha256) throw changed(storage, path, "has another SHA-256 than was recorded");
  await writeRecord(storage, path, { ...record, modified });
}

/** Whether a file passes `requireRecorded`. */
export async function isAsRecorded(
  storage: CacheStorage,
  path: string,
  info: StoredFileInfo,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    await requireRecorded(storage, path, info, signal);
    return true;
  } catch (error) {
    if (isEcephysError(error, "format")) return false;
    throw error;
  }
}

function changed(storage: CacheStorage, path: string, difference: string): EcephysError {
  return new EcephysError("format", {
    action: "Reading a file of the cache",
    resource: storedFileName(storage, path),
    reason: `it ${difference} when it was fetched: another program has changed it`,
    remedy: `Let it be fetched again; to keep the change, delete ${storedFileName(storage, recordPath(path))}`,
  });
}
