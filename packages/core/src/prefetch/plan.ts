import type { PlainError } from "@ecephys/files";
import type { CacheFileKind } from "../kinds/names.ts";
import type { PathArgument } from "../manifest/manifest.ts";

/** Increased when plans of an older version can no longer be run. */
export const PLAN_VERSION = 1;

/** A file that a prefetch is about. */
export interface PlannedFile {
  /** For messages: "session 715093703". */
  readonly resource: string;
  readonly kind: CacheFileKind;
  /** The key of its path in the manifest, and the arguments that identify the file. */
  readonly key: string;
  readonly args: readonly PathArgument[];
  /** Its path in the cache. */
  readonly path: string;
  /** "partial": an earlier transfer was interrupted and will be resumed. */
  readonly state: "present" | "partial" | "missing";
  /** Bytes, if the server reports them (tables have no size before they are fetched). */
  readonly byteLength?: number | undefined;
  /** Bytes present. */
  readonly loaded: number;
  /** Its URL at the backend, if it was looked up. Never contains credentials. */
  readonly url?: string | undefined;
  /** The server's validator of the planned version, if it sent one. */
  readonly validator?: string | undefined;
}

/** A file that does not exist, or that could not be looked up when the plan was made. */
export interface UnavailableFile {
  readonly resource: string;
  /** Its path in the cache, if known. */
  readonly path?: string | undefined;
  readonly error: PlainError;
}

/** Bytes and number of files. The sizes of `unknown` of them are not known. */
export interface PlannedAmount {
  readonly files: number;
  readonly bytes: number;
  readonly unknown: number;
}

/**
 * What a prefetch is going to do. A plan is plain data: it can be saved as JSON and run by another process or
 * on another machine whose cache has the same manifest. Which files exist, and whether the rest fits, is
 * checked again when the plan is run; files whose URL is in the plan are not looked up again.
 */
export interface PrefetchPlan {
  readonly version: typeof PLAN_VERSION;
  readonly files: readonly PlannedFile[];
  /** Files that do not exist or could not be looked up; the others can still be downloaded. */
  readonly unavailable: readonly UnavailableFile[];
  /** What is to be transferred: the missing files, and their bytes less those already present. */
  readonly toFetch: PlannedAmount;
  readonly present: PlannedAmount;
  /** Free bytes on the cache's disk, if known. */
  readonly freeBytes?: number | undefined;
  /** Bytes by which the disk is too small; 0 if everything fits or the free space is unknown. */
  readonly lackingBytes: number;
}
