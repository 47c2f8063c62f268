/** Files that a backend has and a cache keeps. */
export type FetchedKind = "table" | "metrics" | "session" | "lfp" | "movie" | "scene";

/** Files that work leaves behind when it is interrupted. */
export type LeftoverKind =
  /** What is there of a file whose transfer was interrupted, with its record; the next transfer goes on from it. */
  | "partial"
  /** Says that a process brings a file. */
  | "lock"
  /** A file that was being written. */
  | "temporary";

/** What a file in a cache's directory is. */
export type CacheFileKind =
  | FetchedKind
  | LeftoverKind
  | "manifest"
  /** Of a path that a subclass or plugin added to the manifest. */
  | "added"
  /** A faster copy of a table. */
  | "derived"
  /** The integrity record of a file. */
  | "record"
  /** Nothing that the cache knows. */
  | "stray";
