import {
  argumentChecks,
  type CacheStorage,
  type OptionNames,
  type StorageContent,
  type StorageLock,
  type StoredFileInfo,
} from "@ecephys/files";
import {
  forgetRecord,
  isWriteProtected,
  recorded,
  SharedTasks,
  withoutRecord,
} from "@ecephys/files/internal";
import { callCaching, NotKept } from "./call-caching.ts";

/** Returned by a fetch that has put the file into the storage itself. */
export const KEPT = "kept";

/** Returned by a fetch: the file's content, and what its integrity record says of it. */
export class FetchedFile {
  readonly bytes: Uint8Array;
  readonly source: string;
  readonly validator: string | undefined;

  constructor(bytes: Uint8Array, source: string, validator?: string | undefined) {
    this.bytes = bytes;
    this.source = source;
    this.validator = validator;
  }
}

/** The functions and settings of `oneFileCallCaching`. */
export interface OneFileCallCachingOptions<Value> {
  readonly storage: CacheStorage;
  /** The file, relative to the storage's root. */
  readonly path: string;
  /** For warnings: "the units". */
  readonly resource: string;
  /** Reads the file that `info` describes; `undefined` if it is gone, a "format" error if it is damaged. */
  readonly read: (info: StoredFileInfo, signal: AbortSignal | undefined) => Promise<Value | undefined>;
  /**
   * Fetches the file's complete content, or puts the file in place itself (`KEPT`) while holding the lock. Of a
   * `FetchedFile` an integrity record is kept.
   */
  readonly fetch: (
    signal: AbortSignal | undefined,
    lock: StorageLock | undefined,
  ) => Promise<StorageContent | FetchedFile | NotKept<Value> | typeof KEPT>;
  readonly fetchTries?: number | undefined;
  readonly lazy?: boolean | undefined;
  readonly onWarning?: ((message: string) => void) | undefined;
  /** Called with a failure that is tried again, and the warning about it; warns by default. */
  readonly onRetry?: ((error: unknown, message: string) => void) | undefined;
  /** Called with the owner of the lock when another process is fetching the file; warns by default. */
  readonly onWait?: ((owner: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<OneFileCallCachingOptions<unknown>> = {
  storage: true,
  path: true,
  resource: true,
  read: true,
  fetch: true,
  fetchTries: true,
  lazy: true,
  onWarning: true,
  onRetry: true,
  onWait: true,
  signal: true,
};

/**
 * `callCaching` for data that are kept in one file. A damaged file stays until its replacement is complete; a
 * file that was just fetched and is damaged is removed; a file that cannot be read for another reason is left
 * alone. Of concurrent callers (also in other processes, if the storage has locks) one fetches and all read.
 */
export async function oneFileCallCaching<Value>(options: OneFileCallCachingOptions<Value>): Promise<Value> {
  argumentChecks("Reading through a cache").knownOptions(options, OPTIONS);
  const { storage, path, read } = options;
  let seen: StoredFileInfo | undefined;
  return callCaching<undefined, Value>({
    resource: options.resource,
    fetchTries: options.fetchTries,
    lazy: options.lazy,
    onWarning: options.onWarning,
    onRetry: options.onRetry,
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
      await storage.remove(path, { throughLinks: true });
      await forgetRecord(storage, path);
      seen = undefined;
    },
  });
}

const tasks = new WeakMap<CacheStorage, SharedTasks>();

/** The tasks running in a storage, whichever cache started them. */
function sharedTasksOf(storage: CacheStorage): SharedTasks {
  const known = tasks.get(storage) ?? new SharedTasks();
  tasks.set(storage, known);
  return known;
}

async function fetchAndWrite<Value>(
  options: OneFileCallCachingOptions<Value>,
  seen: StoredFileInfo | undefined,
  signal: AbortSignal,
): Promise<NotKept<Value> | undefined> {
  const { storage, path, lazy = true } = options;
  // Another caller or process may have fetched it in the meantime.
  const isFetched = async () => lazy && !isSame(await storage.stat(path, { signal }), seen);
  if (await isFetched()) return undefined;
  if (storage.lock === undefined) return fetchUnlocked(options, signal, undefined);
  const { onWait = (owner) => options.onWarning?.(waitingText(owner, options.resource)) } = options;
  const lock = await storage.lock(path, { signal, isDone: isFetched, onWait }).catch(unlessWriteProtected);
  if (lock === undefined) return undefined;
  try {
    if (await isFetched()) return undefined;
    return await fetchUnlocked(options, signal, lock);
  } finally {
    await lock.release();
  }
}

/** If nothing can be written, no lock is needed; the fetch's own error explains it better. */
function unlessWriteProtected(error: unknown): StorageLock {
  if (!isWriteProtected(error)) throw error;
  return { check: async () => {}, release: async () => {} };
}

async function fetchUnlocked<Value>(
  { fetch, path, storage }: OneFileCallCachingOptions<Value>,
  signal: AbortSignal,
  lock: StorageLock | undefined,
): Promise<NotKept<Value> | undefined> {
  const content = await fetch(signal, lock);
  if (content === KEPT) return undefined;
  if (content instanceof NotKept) return content;
  const put = async (whole: StorageContent) => {
    await lock?.check();
    await storage.write(path, whole, { signal });
  };
  if (!(content instanceof FetchedFile)) {
    await withoutRecord(storage, path, () => put(content));
    return undefined;
  }
  const { bytes, source, validator } = content;
  const hash = storage.sha256?.();
  hash?.update(bytes);
  const record = { byteLength: bytes.byteLength, sha256: hash?.digest(), source, validator };
  await recorded(storage, path, record, () => put(bytes));
  return undefined;
}

function waitingText(owner: string, resource: string): string {
  return `Waiting for ${owner}, which is fetching ${resource}.`;
}

function isSame(one: StoredFileInfo | undefined, other: StoredFileInfo | undefined): boolean {
  return one?.byteLength === other?.byteLength && one?.modified === other?.modified;
}
