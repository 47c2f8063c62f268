import type { DataFile } from "../data-file.ts";
import { EcephysError } from "../errors.ts";
import type { CacheStorage, StorageOptions, StoredFileInfo } from "../storage.ts";
import { readRecord } from "./records.ts";

/** Where a file of a storage is, for messages: an absolute path, or "name in memory". */
export function storedFileName(storage: CacheStorage, path: string): string {
  return storage.localPath?.(path) ?? `${path} in ${storage.location}`;
}

/** A file of a storage, of which `info` is known; its validator is the one that was recorded when it was fetched. */
export async function storedDataFile(
  storage: CacheStorage,
  path: string,
  info: StoredFileInfo,
  options?: StorageOptions,
): Promise<DataFile> {
  const name = storedFileName(storage, path);
  const { byteLength } = info;
  const record = storage.sha256 && (await readRecord(storage, path, options).catch(() => undefined));
  const there = <Value>(value: Value | undefined): Value => {
    if (value !== undefined) return value;
    throw new EcephysError("storage", {
      action: "Reading a file of the cache",
      resource: name,
      reason: "it existed a moment ago, but is gone",
      remedy: "Request it from the project cache again",
    });
  };
  const { blob } = storage;
  return {
    name,
    byteLength,
    validator: record?.byteLength === byteLength ? record.validator : undefined,
    localPath: storage.localPath?.(path),
    source: async (reading) => there(await storage.source(path, reading)),
    ...(blob && { blob: async () => there(await blob.call(storage, path)) }),
  };
}
