import type { LeftoverKind } from "@ecephys/files";

/** Files that a backend has and a cache keeps. */
export type FetchedKind = "table" | "metrics" | "session" | "lfp" | "movie" | "scene";

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
