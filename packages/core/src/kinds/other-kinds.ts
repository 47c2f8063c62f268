import type { CacheKind } from "./kind.ts";

/** Files in a cache other than those of backends; the kinds of leftovers and records are those of `hiddenFile`. */
export const OTHER_KINDS = [
  /** Of a path that a subclass or plugin added to the manifest. */
  { kind: "added", label: "added files", isData: true },
  { kind: "manifest", label: "manifest", isData: false },
  /** A file that another manifest in the directory names, or that manifest. */
  { kind: "other-manifest", label: "files of another manifest", isData: false },
  { kind: "partial", label: "parts of interrupted downloads", isData: false, prune: "always", isNamed: true },
  { kind: "lock", label: "locks", isData: false, prune: "always", isNamed: true },
  { kind: "temporary", label: "unfinished files", isData: false, prune: "always", isNamed: true },
  /** A faster copy of a table. */
  { kind: "derived", label: "faster copies of tables", isData: false, prune: "always" },
  /** The integrity record of a file; pruned if the file is gone. */
  { kind: "record", label: "integrity records", isData: false, prune: "always" },
  /** A file that is not part of the cache. */
  { kind: "stray", label: "unknown files", isData: false, prune: "when named", isNamed: true },
] as const satisfies readonly CacheKind[];
