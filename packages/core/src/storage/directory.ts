import { lstat, open, readdir, readFile, realpath, stat, unlink } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import type { CacheStorage, StoredFileInfo } from "../storage.ts";
import { storageError, systemCode, systemError } from "./errors.ts";
import { handleSource } from "./handle-source.ts";
import { pathSegments } from "./paths.ts";
import { writeWhole } from "./write-whole.ts";

/**
 * A storage in a directory of this machine, which is made on the first write. Files are written under a hidden
 * temporary name in their own directory, flushed, renamed, and the rename flushed too.
 * @param root Absolute, or relative to the working directory at this moment.
 */
export function directoryStorage(root: string): CacheStorage {
  const location = resolve(root);
  const localPath = (path: string): string =>
    path === "." ? location : join(location, ...pathSegments(path, location));

  /** The file's real path; undefined where there is none. Links that lead out of the cache are refused. */
  const find = async (path: string): Promise<string | undefined> => {
    const full = localPath(path);
    const [real, realRoot] = await Promise.all([absent(realpath(full)), absent(realpath(location))]);
    if (real !== undefined && realRoot !== undefined) checkInside(real, realRoot, full);
    return real;
  };

  const attempt = async <Value>(action: string, path: string, work: () => Promise<Value>): Promise<Value> => {
    const full = localPath(path);
    try {
      return await work();
    } catch (error) {
      if (systemCode(error) === undefined || error instanceof Error === false) throw error;
      throw isOurs(error) ? error : storageError(action, full, error);
    }
  };
  return {} as CacheStorage;
}
