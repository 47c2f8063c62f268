import type { CacheStorage, StoredFileInfo } from "@ecephys/files";
import { EcephysError } from "@ecephys/files";
import type { CachedFile } from "../readers.ts";
import { fileLocation } from "./locate.ts";

/** A file of a storage as readers get it; nothing is read until they ask. */
export function cachedFile(storage: CacheStorage, path: string, info: StoredFileInfo): CachedFile {
  const location = fileLocation(storage, path);
  const there = <Value>(value: Value | undefined): Value => {
    if (value !== undefined) return value;
    throw new EcephysError("storage", {
      action: "Reading a file of the cache",
      resource: location,
      reason: "it was there a moment ago, and is gone",
      remedy: "Ask the project cache for it again",
    });
  };
  const { blob } = storage;
  return {
    path,
    location,
    byteLength: info.byteLength,
    localPath: storage.localPath?.(path),
    bytes: async (options) => there(await storage.read(path, options)),
    source: async (options) => there(await storage.source(path, options)),
    ...(blob && { blob: async () => there(await blob.call(storage, path)) }),
  };
}
