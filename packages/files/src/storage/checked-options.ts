import { argumentChecks, type OptionNames } from "../arguments/checks.ts";
import type { LockOptions } from "../lock.ts";
import type {
  CacheStorage,
  OpenPartialOptions,
  RemoveOptions,
  StorageOptions,
  WriteOptions,
} from "../storage.ts";

const STORAGE_OPTIONS: OptionNames<StorageOptions> = { signal: true };
const WRITE_OPTIONS: OptionNames<WriteOptions> = { signal: true, flush: true };
const REMOVE_OPTIONS: OptionNames<RemoveOptions> = { signal: true, throughLinks: true };
const PARTIAL_OPTIONS: OptionNames<OpenPartialOptions> = { signal: true, target: true };
const LOCK_OPTIONS: OptionNames<LockOptions> = {
  signal: true,
  isDone: true,
  onWait: true,
  wait: true,
  silence: true,
};

const checks = argumentChecks("Using a storage");

function checked<Options extends object>(
  options: Options | undefined,
  names: OptionNames<Options>,
): Options | undefined {
  return options && checks.knownOptions(options, names);
}

/** The storage, whose methods reject with an EcephysError "argument" for options of unknown names. */
export function withCheckedOptions(storage: CacheStorage): CacheStorage {
  const { freeBytes, isLocked, lock, openPartial } = storage;
  return {
    ...storage,
    stat: async (path, options) => storage.stat(path, checked(options, STORAGE_OPTIONS)),
    read: async (path, options) => storage.read(path, checked(options, STORAGE_OPTIONS)),
    source: async (path, options) => storage.source(path, checked(options, STORAGE_OPTIONS)),
    write: async (path, content, options) => storage.write(path, content, checked(options, WRITE_OPTIONS)),
    remove: async (path, options) => storage.remove(path, checked(options, REMOVE_OPTIONS)),
    list: async (directory, options) => storage.list(directory, checked(options, STORAGE_OPTIONS)),
    ...(openPartial && {
      openPartial: async (path, options) => openPartial(path, checked(options, PARTIAL_OPTIONS)),
    }),
    ...(lock && { lock: async (path, options) => lock(path, checked(options, LOCK_OPTIONS)) }),
    ...(isLocked && {
      isLocked: async (path, options) => isLocked(path, checked(options, STORAGE_OPTIONS)),
    }),
    ...(freeBytes && { freeBytes: async (options) => freeBytes(checked(options, STORAGE_OPTIONS)) }),
  };
}
