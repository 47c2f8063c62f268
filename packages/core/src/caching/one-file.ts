import type { CacheStorage, StorageContent, StoredFileInfo } from "../storage.ts";
import { callCaching, NotKept } from "./call-caching.ts";
import { SharedTasks } from "./shared-tasks.ts";

/** What `oneFileCallCaching` does its work with. */
export interface OneFileCallCachingOptions<Value> {
  readonly storage: CacheStorage;
  /** The file, relative to the storage's root. */
  readonly path: string;
  /** For warnings: "the units". */
  readonly resource: string;
  /** Reads the file, of which `info` is known; `undefined` where it is gone, "format" errors where it is damaged. */
  readonly read: (info: StoredFileInfo, signal: AbortSignal | undefined) => Promise<Value | undefined>;
  /** Gets the file's whole content. */
  readonly fetch: (signal: AbortSignal | undefined) => Promise<StorageContent | NotKept<Value>>;
  readonly fetchTries?: number | undefined;
  readonly lazy?: boolean | undefined;
  readonly onWarning?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * `callCaching` for what is kept in one file. A damaged file stays until its replacement is there; one that was
 * just fetched and is damaged is removed; one that cannot be read for another reason is left alone. Of concurrent
 * callers one fetches and all read.
 */
export async function oneFileCallCaching<Value>(options: OneFileCallCachingOptions<Value>): Promise<Value> {
  const { storage, path, read } = options;
  let seen: StoredFileInfo | undefined;
  return callCaching<undefined, Value>({
    resource: options.resource,
    fetchTries: options.fetchTries,
    lazy: options.lazy,
    onWarning: options.onWarning,
    signal: options.signal,
    read: async (signal) => {
      seen = await storage.stat(path, { signal });
      return seen && read(seen, signal);
    },
    fetch: (signal) =>
      sharedTasksOf(storage).run(`fetch ${path}`, (all) => fetchAndWrite(options, seen, all), signal),
    write: async () => {},
    cleanup: async () => {
      if (!isSame(await storage.stat(path), seen)) return;
      await storage.remove(path);
      seen = undefined;
    },
  });
}

const tasks = new WeakMap<CacheStorage, SharedTasks>();

/** What is under way in a storage, by whichever cache. */
export function sharedTasksOf(storage: CacheStorage): SharedTasks {
  const known = tasks.get(storage) ?? new SharedTasks();
  tasks.set(storage, known);
  return known;
}

async function fetchAndWrite<Value>(
  { storage, path, fetch, lazy = true }: OneFileCallCachingOptions<Value>,
  seen: StoredFileInfo | undefined,
  signal: AbortSignal,
): Promise<NotKept<Value> | undefined> {
  // What another caller has brought in the meantime need not be fetched again.
  if (lazy && !isSame(await storage.stat(path, { signal }), seen)) return undefined;
  const content = await fetch(signal);
  if (content instanceof NotKept) return content;
  await storage.write(path, content, { signal });
  return undefined;
}

function isSame(one: StoredFileInfo | undefined, other: StoredFileInfo | undefined): boolean {
  return one?.byteLength === other?.byteLength && one?.modified === other?.modified;
}
