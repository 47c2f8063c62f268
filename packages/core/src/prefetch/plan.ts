import type { PlainError } from "@ecephys/files";
import type { CacheFileKind } from "../kinds/names.ts";
import type { PathArgument } from "../manifest/manifest.ts";

/** Raised where a plan of an older version could not be run any more. */
export const PLAN_VERSION = 1;

/** A file that a prefetch is about. */
export interface PlannedFile {
  /** For messages: "session 715093703". */
  readonly resource: string;
  readonly kind: CacheFileKind;
  /** The key of its path in the manifest, and what tells it from other files of its kind. */
  readonly key: string;
  readonly args: readonly PathArgument[];
  /** Where it lies in the cache. */
  readonly path: string;
  /** "partial": an earlier transfer was interrupted and will be resumed. */
  readonly state: "present" | "partial" | "missing";
  /** Bytes, where the server tells (tables have no size before they are fetched). */
  readonly byteLength?: number | undefined;
  /** Bytes that are there. */
  readonly loaded: number;
  /** Where its backend has it, where that was asked. Never holds credentials. */
  readonly url?: string | undefined;
  /** What the server called the version that was planned, where it told. */
  readonly validator?: string | undefined;
}

/** A file that does not exist, or of which nothing could be found out when the plan was made. */
export interface UnavailableFile {
  readonly resource: string;
  /** Where it would lie, as far as that is known. */
  readonly path?: string | undefined;
  readonly error: PlainError;
}

/** How much, of how many files. `unknown` of them have a size that nobody tells. */
export interface PlannedAmount {
  readonly files: number;
  readonly bytes: number;
  readonly unknown: number;
}

/**
 * What a prefetch is going to do. A plan is data: as JSON it can be kept, and be run by another process or on another
 * machine, whose cache has the same manifest. What is there, and whether it fits, is looked at anew where it is run;
 * the backend is not asked again about files of which the plan has the URL.
 */
export interface PrefetchPlan {
  readonly version: typeof PLAN_VERSION;
  readonly files: readonly PlannedFile[];
  /** What does not exist or could not be asked about; the rest can be brought all the same. */
  readonly unavailable: readonly UnavailableFile[];
  /** What is to be transferred: files that are not there, bytes less what is there of them. */
  readonly toFetch: PlannedAmount;
  readonly present: PlannedAmount;
  /** Bytes free where the cache lies, where that can be told. */
  readonly freeBytes?: number | undefined;
  /** Bytes that are lacking there; 0 where it fits or cannot be told. */
  readonly lackingBytes: number;
}
