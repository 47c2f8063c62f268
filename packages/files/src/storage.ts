import type { ByteSource } from "./byte-source.ts";
import type { LockOptions, StorageLock } from "./lock.ts";
import type { IncrementalHash, PartialFile } from "./partial-file.ts";

/** What a storage knows about a file without reading it. */
export interface StoredFileInfo {
  /** Bytes. */
  readonly byteLength: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** What every call of a storage takes. */
export interface StorageOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface WriteOptions extends StorageOptions {
  /** Whether the file must survive a power cut from now on; true by default. If false, it is complete, empty or missing after one. */
  readonly flush?: boolean | undefined;
}

export interface RemoveOptions extends StorageOptions {
  /** Whether a symbolic link stays, and what it leads to is removed; false by default. */
  readonly throughLinks?: boolean | undefined;
}

export interface OpenPartialOptions extends StorageOptions {
  /** The path that the file is to have in the end: where it could not be put there, it is not opened either. */
  readonly target?: string | undefined;
}

/** What may be written: bytes, or a stream of them. */
export type StorageContent = Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * What a cache needs of the place that keeps its files: a directory, the browser's OPFS, memory. Paths are
 * relative to the storage's root, "/"-separated, and never leave it (".." and absolute paths are refused: EcephysError
 * "storage"); symbolic links that the user has put there are followed. "Not there" is `undefined`; a failure throws
 * (EcephysError "storage").
 */
export interface CacheStorage {
  /** For messages: the directory's absolute path, "memory". */
  readonly location: string;
  /** `undefined` if there is no file of that name. */
  stat(path: string, options?: StorageOptions): Promise<StoredFileInfo | undefined>;
  /** The complete file; `undefined` if there is none. */
  read(path: string, options?: StorageOptions): Promise<Uint8Array | undefined>;
  /** Random access to the file without reading all of it; `undefined` if there is none. */
  source(path: string, options?: StorageOptions): Promise<ByteSource | undefined>;
  /**
   * Writes a file completely or not at all: under a temporary name, flushed, then renamed. Directories are made
   * as needed, and those made for a write that fails are removed again.
   */
  write(path: string, content: StorageContent, options?: WriteOptions): Promise<void>;
  /** Removes a file, and the directories that are empty without it; does nothing if there is no such file. */
  remove(path: string, options?: RemoveOptions): Promise<void>;
  /** Paths of all files at or under a directory, relative to the root; empty if there is none. */
  list(directory?: string, options?: StorageOptions): Promise<string[]>;
  /** The absolute path, where files are on a local disk (Node). */
  localPath?(path: string): string;
  /** The file as a Blob that is read on demand, if the platform has one (OPFS). */
  blob?(path: string): Promise<Blob | undefined>;
  /** Opens a file that grows piece by piece and outlives this process, or makes it; where the storage can keep such. */
  openPartial?(path: string, options?: OpenPartialOptions): Promise<PartialFile>;
  /**
   * Keeps other processes from writing the same file: resolves when this one may; with `undefined` if it need
   * not (`isDone`) or may not (`wait: false`). Nothing has to be locked to be read.
   */
  lock?(path: string, options?: LockOptions): Promise<StorageLock | undefined>;
  /** Whether another process is downloading this file at the moment, as far as can be seen; changes nothing. */
  isLocked?(path: string, options?: StorageOptions): Promise<boolean>;
  /** Bytes that can still be written; `undefined` if unknown. */
  freeBytes?(options?: StorageOptions): Promise<number | undefined>;
  /**
   * A name of this run of the machine, where that is known: what was written to a file during it is still there
   * during it, also if it was not flushed and its process was killed.
   */
  boot?(): Promise<string>;
  /** A new SHA-256; storages that have it keep integrity records. */
  sha256?(): IncrementalHash;
}
