import { readdir, rmdir, stat, unlink } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { CacheStorage } from "../storage.ts";
import { absent, checkParentInside, realFile } from "./directory-paths.ts";
import { guarded, systemCode, systemError } from "./errors.ts";
import { fileSource, readWhole } from "./file-source.ts";
import { pathSegments } from "./paths.ts";
import { writeWhole } from "./write-whole.ts";

/**
 * A storage in a directory of this machine, which is made on the first write. A file is written under a hidden
 * temporary name beside its place, flushed, and renamed; removing the last file of a directory removes that too.
 * @param root Absolute, or relative to the working directory at this moment.
 */
export function directoryStorage(root: string): CacheStorage {
  const location = resolve(root);
  const localPath = (path: string): string =>
    path === "." ? location : join(location, ...pathSegments(path, location));

  return {
    location,
    localPath,
    stat: async (path, options) => {
      const full = localPath(path);
      return guarded("Looking up a file", full, options?.signal, async () => {
        const real = await realFile(location, full);
        const found = real === undefined ? undefined : await absent(stat(real));
        if (found?.isDirectory()) throw systemError("EISDIR", full);
        return found && { byteLength: found.size, modified: found.mtimeMs };
      });
    },
    read: async (path, options) => {
      const full = localPath(path);
      return guarded("Reading a file", full, options?.signal, async () => {
        const real = await realFile(location, full);
        return real === undefined ? undefined : absent(readWhole(real));
      });
    },
    source: async (path, options) => {
      const full = localPath(path);
      return guarded("Opening a file", full, options?.signal, async () => {
        const real = await realFile(location, full);
        return real === undefined ? undefined : absent(fileSource(real));
      });
    },
    write: async (path, content, options) => {
      options?.signal?.throwIfAborted();
      await writeWhole(location, localPath(path), content, options?.signal);
    },
    remove: async (path, options) => {
      const full = localPath(path);
      await guarded("Removing a file", full, options?.signal, async () => {
        await checkParentInside(location, full);
        await absent(unlink(full));
        await removeEmptyAbove(location, full);
      });
    },
    list: async (directory, options) => {
      const full = directory === undefined ? location : localPath(directory);
      const files = await guarded("Listing files", full, options?.signal, () => filesUnder(full));
      return files.map((file) => relative(location, file).replaceAll(sep, "/")).sort();
    },
  };
}

async function removeEmptyAbove(root: string, full: string): Promise<void> {
  for (let above = dirname(full); above.startsWith(root + sep); above = dirname(above)) {
    try {
      await rmdir(above);
    } catch {
      return;
    }
  }
}

async function filesUnder(full: string): Promise<string[]> {
  try {
    const entries = await readdir(full, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT") return [];
    if (code === "ENOTDIR") return [full];
    throw error;
  }
}
