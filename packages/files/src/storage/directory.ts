import type { Dirent } from "node:fs";
import { readdir, stat, statfs, unlink } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileLock, isHeld } from "../locks/file-lock.ts";
import { lockPath } from "../records/hidden-paths.ts";
import type { CacheStorage } from "../storage.ts";
import { bootOfMachine } from "../system/boot.ts";
import { absent, guarded, systemCode, systemError } from "../system/errors.ts";
import { withCheckedOptions } from "./checked-options.ts";
import { fileSource, readWhole } from "./file-source.ts";
import { placeOf } from "./links.ts";
import { openPartial } from "./partial.ts";
import { pathSegments } from "./paths.ts";
import { removeEmptyAbove, writeWhole } from "./write-whole.ts";

/**
 * A storage in a directory of this machine, which is made on the first write. A file is written under a hidden
 * temporary name beside its place, flushed, and renamed; removing the last file of a directory removes that too.
 * Symbolic links below it are the user's own and are followed: what they lead to is read and written.
 * @param root Absolute, or relative to the working directory at this moment.
 */
export function directoryStorage(root: string): CacheStorage {
  const location = resolve(root);
  /** What was made for a lock alone is not left behind: where the root was made for one, neither is that. */
  let upTo = location;
  const localPath = (path: string): string =>
    path === "." ? location : join(location, ...pathSegments(path, location));

  return withCheckedOptions({
    location,
    localPath,
    stat: async (path, options) => {
      const full = localPath(path);
      return guarded("Looking up a file", full, options?.signal, async () => {
        const found = await absent(stat(full));
        if (found?.isDirectory()) throw systemError("EISDIR", full);
        return found && { byteLength: found.size, modified: found.mtimeMs };
      });
    },
    read: async (path, options) => {
      const full = localPath(path);
      return guarded("Reading a file", full, options?.signal, () => absent(readWhole(full)));
    },
    source: async (path, options) => {
      const full = localPath(path);
      return guarded("Opening a file", full, options?.signal, () => absent(fileSource(full)));
    },
    write: async (path, content, options) => {
      options?.signal?.throwIfAborted();
      await writeWhole(localPath(path), content, options?.signal, options?.flush);
    },
    remove: async (path, options) => {
      const full = localPath(path);
      await guarded("Removing a file", full, options?.signal, async () => {
        await absent(unlink(options?.throughLinks ? await placeOf(full) : full));
        await removeEmptyAbove(location, full);
      });
    },
    list: async (directory, options) => {
      const full = directory === undefined ? location : localPath(directory);
      const files = await guarded("Listing files", full, options?.signal, () => filesUnder(full));
      return files.map((file) => relative(location, file).replaceAll(sep, "/")).sort();
    },
    openPartial: (path, options) => openPartial(location, localPath(path), localPath, options),
    lock: async (path, options) => {
      const full = localPath(lockPath(path));
      const onMade = (made: string) => {
        if (isRootIn(location, made) && dirname(made).length < upTo.length) upTo = dirname(made);
      };
      const onRemoved = () => removeEmptyAbove(upTo, full);
      return guarded("Locking a file", full, options?.signal, () =>
        fileLock(full, { ...options, onMade, onRemoved }),
      );
    },
    isLocked: async (path, options) => {
      const full = localPath(lockPath(path));
      return guarded("Looking up a lock", full, options?.signal, () => isHeld(full));
    },
    freeBytes: async (options) =>
      guarded("Looking up free space", location, options?.signal, () => freeBytes(location)),
    boot: bootOfMachine,
    sha256: () => {
      // Not before it is needed: loading it takes as long as reading a table.
      const hash = process.getBuiltinModule("node:crypto").createHash("sha256");
      return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest("hex") };
    },
  });
}

/**
 * All files at and under a place; what others remove in the meantime is left out. An inaccessible subdirectory
 * (such as lost+found) is listed itself.
 */
async function filesUnder(full: string, isRoot = true): Promise<string[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(full, { withFileTypes: true });
  } catch (error) {
    const code = systemCode(error) ?? "";
    if (code === "ENOENT") return [];
    if (code === "ENOTDIR" || (!isRoot && ["EACCES", "EPERM"].includes(code))) return [full];
    throw error;
  }
  const below = entries.map(async (entry) => {
    const path = join(full, entry.name);
    return entry.isDirectory() ? filesUnder(path, false) : [path];
  });
  return (await Promise.all(below)).flat();
}

function isRootIn(root: string, directory: string): boolean {
  return `${root}${sep}`.startsWith(`${directory}${sep}`);
}

/** Of the directory, or of the one that it is going to be made in; undefined if the system does not say. */
async function freeBytes(directory: string): Promise<number | undefined> {
  for (let at = directory; ; at = dirname(at)) {
    try {
      const { bavail, blocks, bsize } = await statfs(at);
      // File systems without a fixed size (mounted buckets) report zero blocks.
      return blocks === 0 ? undefined : bavail * bsize;
    } catch (error) {
      if (systemCode(error) !== "ENOENT" || dirname(at) === at) return undefined;
    }
  }
}
