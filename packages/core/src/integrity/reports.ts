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
  /** The file to which this record, derived file, partial file, lock or temporary file belongs. */
  readonly of?: string | undefined;
  /** Record of a fetched file; undefined if there is none (for example, because AllenSDK wrote the file). */
  readonly record?: FileRecord | undefined;
}

/** Number and total size of the files of one kind. */
export interface KindTotal {
  readonly files: number;
  readonly bytes: number;
}

/** The contents of a cache. */
export interface CacheStatus {
  /** The directory. */
  readonly location: string;
  /** Every file in the cache. */
  readonly files: readonly CacheFileEntry[];
  /** Sizes and counts of every kind, including those with 0 files. */
  readonly byKind: Readonly<Record<KnownFileKind, KindTotal> & Record<string, KindTotal>>;
  readonly total: KindTotal;
  /** Fetched files without a record. */
  readonly unrecorded: number;
  /** Free bytes on the cache's disk, if known. */
  readonly freeBytes?: number | undefined;
}

/** What is wrong with a file. */
export interface FileProblem {
  readonly path: string;
  readonly kind: CacheFileKind;
  /**
   * "missing": there is a record, or a link, but no file. "short": it has fewer bytes than recorded, or none at
   * all. "altered": it has more bytes, or different ones. "unreadable": see `error`.
   */
  readonly problem: "missing" | "short" | "altered" | "unreadable";
  readonly record?: FileRecord | undefined;
  /** Bytes present. */
  readonly byteLength?: number | undefined;
  readonly error?: unknown;
}

/** A leftover file, and whether another process is using it. */
export interface Leftover extends CacheFileEntry {
  readonly inUse: boolean;
}

/** What `verify` found. If `problems` is empty, the cache is intact. */
export interface VerifyReport {
  /** Whether every byte was read, rather than only sizes compared. */
  readonly deep: boolean;
  /** Files that match their record. */
  readonly intact: KindTotal;
  /** Files without a record (for example, written by AllenSDK), in which no problem was found. */
  readonly unrecorded: readonly CacheFileEntry[];
  readonly problems: readonly FileProblem[];
  /** Files that are not part of the cache. */
  readonly strays: readonly CacheFileEntry[];
  readonly leftovers: readonly Leftover[];
}

/** Progress of `verify`. */
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

/** What to remove from a cache. */
export interface PruneOptions {
  /** Only report what would be removed; true by default. */
  readonly dryRun?: boolean | undefined;
  /**
   * What is removed: by default leftovers ("partial", "lock", "temporary"), "derived" files, and "record"s of
   * files that are gone. "stray" files may be the user's own, and are removed only if they are named here.
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
  /** Files in use by another process, which are left alone. */
  readonly inUse: readonly CacheFileEntry[];
  /** What could not be removed. */
  readonly failed: readonly { readonly path: string; readonly error: unknown }[];
}
