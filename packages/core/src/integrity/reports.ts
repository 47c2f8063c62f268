import type { FileRecord } from "@ecephys/files";
import type { CacheFileKind, KnownFileKind, PrunableKind } from "../kinds/names.ts";

/** A file in a cache's directory. */
export interface CacheFileEntry {
  /** Relative to the cache's directory. */
  readonly path: string;
  readonly kind: CacheFileKind;
  readonly byteLength: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** The file that this record, derived file, partial file, lock or temporary file belongs to. */
  readonly of?: string | undefined;
  /** Of a fetched file; undefined where there is none (AllenSDK wrote it, say). */
  readonly record?: FileRecord | undefined;
}

/** How many files of one kind there are, and how large they are together. */
export interface KindTotal {
  readonly files: number;
  readonly bytes: number;
}

/** What lies in a cache. */
export interface CacheStatus {
  /** The directory. */
  readonly location: string;
  /** Every file there is. */
  readonly files: readonly CacheFileEntry[];
  /** Sizes and counts; every kind is there, also with 0 files. */
  readonly byKind: Readonly<Record<KnownFileKind, KindTotal> & Record<string, KindTotal>>;
  readonly total: KindTotal;
  /** Fetched files without a record. */
  readonly unrecorded: number;
  /** Bytes free where the cache lies, where that can be told. */
  readonly freeBytes?: number | undefined;
}

/** What is wrong with a file. */
export interface FileProblem {
  readonly path: string;
  readonly kind: CacheFileKind;
  /**
   * "missing": there is a record, or a link, and no file. "short": it has fewer bytes than recorded, or none at all.
   * "altered": it has more bytes, or others. "unreadable": `error` says why.
   */
  readonly problem: "missing" | "short" | "altered" | "unreadable";
  readonly record?: FileRecord | undefined;
  /** Bytes that are there. */
  readonly byteLength?: number | undefined;
  readonly error?: unknown;
}

/** A leftover, and whether somebody is at work on it. */
export interface Leftover extends CacheFileEntry {
  readonly inUse: boolean;
}

/** What `verify` found. `problems` empty: the cache is whole. */
export interface VerifyReport {
  /** Whether every byte was read, not only sizes compared. */
  readonly deep: boolean;
  /** Files that are as they were recorded. */
  readonly intact: KindTotal;
  /** Files without a record (AllenSDK wrote them, say): nothing is known against them. */
  readonly unrecorded: readonly CacheFileEntry[];
  readonly problems: readonly FileProblem[];
  /** Files that the cache knows nothing of. */
  readonly strays: readonly CacheFileEntry[];
  readonly leftovers: readonly Leftover[];
}

/** How far `verify` has come. */
export interface VerifyProgress {
  readonly path: string;
  readonly files: number;
  readonly filesDone: number;
  readonly bytes: number;
  readonly bytesDone: number;
}

/** How thoroughly a cache is verified. */
export interface VerifyOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: VerifyProgress) => void) | undefined;
  /** Whether files are read and their SHA-256 compared (true, the default), or only their sizes. */
  readonly deep?: boolean | undefined;
}

/** What is to be removed from a cache. */
export interface PruneOptions {
  /** Only tells what would be removed; true by default. */
  readonly dryRun?: boolean | undefined;
  /**
   * What is removed: by default leftovers ("partial", "lock", "temporary"), "derived" files, and "record"s of
   * files that are gone. "stray" files may be somebody's own, and are removed only where they are named here.
   */
  readonly kinds?: readonly PrunableKind[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was removed from a cache, or would be. */
export interface PruneReport {
  readonly dryRun: boolean;
  /** What was removed, or would be. */
  readonly removed: readonly CacheFileEntry[];
  /** Bytes that this frees. */
  readonly bytes: number;
  /** What another process is at work on, and is left alone. */
  readonly inUse: readonly CacheFileEntry[];
  /** What could not be removed. */
  readonly failed: readonly { readonly path: string; readonly error: unknown }[];
}
