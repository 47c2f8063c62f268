import type { ByteSource } from "../byte-source.ts";
import { clamp } from "../clamp.ts";
import { EcephysError, isEcephysError } from "../errors.ts";
import type { CacheStorage, StorageContent } from "../storage.ts";
import { storageError, systemCode, systemError } from "../system/errors.ts";
import { sleep } from "../tasks/sleep.ts";
import { withCheckedOptions } from "./checked-options.ts";
import { contentChunks } from "./content.ts";
import { pathSegments } from "./paths.ts";

type Directory = FileSystemDirectoryHandle;
/** `move` is not in TypeScript's library, nor in every browser. */
type Movable = FileSystemFileHandle & { move?: (name: string) => Promise<void> };

/**
 * A storage in the origin private file system of this site: it lasts until the site's data are cleared. For
 * pages and workers; needs a secure context (elsewhere every call fails with an EcephysError "storage").
 * @param directory A directory of the site's file system, made on the first write.
 */
export function opfsStorage(directory = "ecephys"): CacheStorage {
  const location = `the site's private file system, ${directory}`;
  const base = pathSegments(directory, "the site's private file system");
  const parent = (segments: readonly string[]) => openDirectory([...base, ...segments.slice(0, -1)]);

  const file = async (path: string, signal?: AbortSignal): Promise<File | undefined> => {
    const segments = pathSegments(path, location);
    return guarded("Reading a file", `${path} in ${location}`, signal, async () => {
      const holder = await parent(segments);
      const handle = holder && (await found(holder.getFileHandle(segments.at(-1)!), "EISDIR"));
      return handle && (await found(handle.getFile(), "EISDIR"));
    });
  };
  const bytesOf = (path: string, blob: Blob, signal?: AbortSignal) =>
    guarded("Reading a file", `${path} in ${location}`, signal, async () => {
      return new Uint8Array(await blob.arrayBuffer());
    });

  return withCheckedOptions({
    location,
    stat: async (path, options) => {
      const found = await file(path, options?.signal);
      return found && { byteLength: found.size, modified: found.lastModified };
    },
    read: async (path, options) => {
      const found = await file(path, options?.signal);
      return found && bytesOf(path, found, options?.signal);
    },
    source: async (path, options): Promise<ByteSource | undefined> => {
      const found = await file(path, options?.signal);
      return (
        found && {
          byteLength: found.size,
          slice: (start, end, { signal } = {}) =>
            bytesOf(path, found.slice(clamp(start, 0, found.size), clamp(end, 0, found.size)), signal),
        }
      );
    },
    blob: (path) => file(path),
    write: async (path, content, options) => {
      const segments = [...base, ...pathSegments(path, location)];
      await guarded("Writing a file", `${path} in ${location}`, options?.signal, () =>
        writeWhole(segments, content, options?.signal),
      );
    },
    remove: async (path, options) => {
      const segments = pathSegments(path, location);
      await guarded("Removing a file", `${path} in ${location}`, options?.signal, async () => {
        const holder = await parent(segments);
        if (holder === undefined) return;
        await found(holder.removeEntry(segments.at(-1)!), "EISDIR");
        await removeEmpty([...base, ...segments.slice(0, -1)], base.length);
      });
    },
    list: async (under, options) => {
      const segments = under === undefined ? [] : pathSegments(under, location);
      return guarded("Listing files", location, options?.signal, async () => {
        const start = await openDirectory([...base, ...segments]).catch(unlessFile);
        if (start === undefined) return under !== undefined && (await file(under)) ? [under] : [];
        const names = await filesUnder(start);
        return names.map((name) => [...segments, name].join("/")).sort();
      });
    },
  });
}

async function siteRoot(): Promise<Directory> {
  const storage = globalThis.navigator?.storage as StorageManager | undefined;
  if (typeof storage?.getDirectory === "function") return storage.getDirectory();
  throw new EcephysError("storage", {
    action: "Opening the cache",
    resource: "the site's private file system",
    reason: "it is not available here: only pages and workers served over https or from localhost have it",
    remedy: "Serve the page that way, or omit the storage to keep everything in memory",
  });
}

async function openDirectory(segments: readonly string[], made?: string[][]): Promise<Directory | undefined> {
  let directory = await siteRoot();
  for (const [at, name] of segments.entries()) {
    let next = await found(directory.getDirectoryHandle(name), "ENOTDIR");
    if (next === undefined) {
      if (made === undefined) return undefined;
      next = await directory.getDirectoryHandle(name, { create: true });
      made.push(segments.slice(0, at + 1));
    }
    directory = next;
  }
  return directory;
}

async function writeWhole(
  segments: readonly string[],
  content: StorageContent,
  signal: AbortSignal | undefined,
): Promise<void> {
  const name = segments.at(-1)!;
  const made: string[][] = [];
  const temporary = `.${name}.${crypto.randomUUID().slice(0, 13)}.tmp`;
  let directory: Directory | undefined;
  try {
    directory = (await openDirectory(segments.slice(0, -1), made))!;
    await found(directory.getFileHandle(name), "EISDIR");
    const handle: Movable = await directory.getFileHandle(temporary, { create: true });
    const writable = await handle.createWritable();
    try {
      for await (const chunk of contentChunks(content, signal)) {
        await writable.write(chunk as Uint8Array<ArrayBuffer>);
      }
      await writable.close();
    } catch (error) {
      await writable.abort().catch(() => {});
      throw error;
    }
    signal?.throwIfAborted();
    if (handle.move === undefined) await replace(directory, name, handle);
    else await whenUnlocked(() => handle.move?.(name), signal);
  } catch (error) {
    await directory?.removeEntry(temporary).catch(() => {});
    const deepest = made.at(-1);
    if (deepest !== undefined) await removeEmpty(deepest, deepest.length - made.length);
    throw error;
  }
}

/** Milliseconds between tries, and how many: a browser locks a file for as long as another write puts it in place. */
const LOCKED_DELAY = 20;
const LOCKED_TRIES = 100;

async function whenUnlocked(work: () => Promise<void> | undefined, signal: AbortSignal | undefined) {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const isLocked = error instanceof DOMException && error.name === "NoModificationAllowedError";
      if (!isLocked || tries === LOCKED_TRIES) throw error;
      await sleep(LOCKED_DELAY, signal);
    }
  }
}

/** Renames where the browser cannot: a copy, which takes the old file's place when it is closed. */
async function replace(directory: Directory, name: string, from: FileSystemFileHandle): Promise<void> {
  const isNew = (await found(directory.getFileHandle(name), "EISDIR")) === undefined;
  try {
    const writable = await (await directory.getFileHandle(name, { create: true })).createWritable();
    await (await from.getFile()).stream().pipeTo(writable);
  } catch (error) {
    if (isNew) await directory.removeEntry(name).catch(() => {});
    throw error;
  }
  await directory.removeEntry(from.name);
}

/** Removes a directory and those above it, down to a depth, as long as they are empty. */
async function removeEmpty(segments: readonly string[], depth: number): Promise<void> {
  for (let length = segments.length; length > depth; length--) {
    const above = await openDirectory(segments.slice(0, length - 1));
    try {
      await above?.removeEntry(segments[length - 1]!);
    } catch {
      return;
    }
  }
}

async function filesUnder(directory: Directory, prefix = ""): Promise<string[]> {
  const files: string[] = [];
  for await (const [name, handle] of directory.entries()) {
    if (handle.kind === "file") files.push(prefix + name);
    else files.push(...(await filesUnder(handle as Directory, `${prefix}${name}/`)));
  }
  return files;
}

function unlessFile(error: unknown): undefined {
  if (systemCode(error) !== "ENOTDIR") throw error;
}

/** `undefined` for missing entries; an entry of the other kind is an error with that code. */
async function found<Value>(
  promise: Promise<Value>,
  otherKind: "EISDIR" | "ENOTDIR",
): Promise<Value | undefined> {
  try {
    return await promise;
  } catch (error) {
    const { name, message } = error as DOMException;
    if (name === "NotFoundError") return undefined;
    throw name === "TypeMismatchError" ? systemError(otherKind, message) : error;
  }
}

const CODES: Readonly<Record<string, string>> = {
  QuotaExceededError: "ENOSPC",
  NotAllowedError: "EACCES",
  SecurityError: "EACCES",
};

async function guarded<Value>(
  action: string,
  resource: string,
  signal: AbortSignal | undefined,
  work: () => Promise<Value>,
): Promise<Value> {
  signal?.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    if (isEcephysError(error)) throw error;
    if (systemCode(error) !== undefined) throw storageError(action, resource, error);
    // Any other error comes from the content and passes unchanged.
    if (!(error instanceof DOMException)) throw error;
    const code = CODES[error.name];
    throw storageError(action, resource, code === undefined ? error : systemError(code, error.message));
  }
}
