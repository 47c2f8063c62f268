import type { CacheKind } from "./kind.ts";

/** What lies in a cache beside the files of backends; the kinds of leftovers and records are those of `hiddenFile`. */
export const OTHER_KINDS = [
  /** Of a path that a subclass or plugin added to the manifest. */
  { kind: "added", label: "added files", isData: true },
  { kind: "manifest", label: "manifest", isData: false },
  { kind: "partial", label: "parts of interrupted downloads", isData: false, prune: "always", isNamed: true },
  { kind: "lock", label: "locks", isData: false, prune: "always", isNamed: true },
  { kind: "temporary", label: "unfinished files", isData: false, prune: "always", isNamed: true },
  /** A faster copy of a table. */
  { kind: "derived", label: "faster copies of tables", isData: false, prune: "always" },
  /** The integrity record of a file; pruned where the file is gone. */
  { kind: "record", label: "integrity records", isData: false, prune: "always" },
  /** Nothing that the cache knows. */
  { kind: "stray", label: "unknown files", isData: false, prune: "when named", isNamed: true },
] as const satisfies readonly CacheKind[];
