import type { CacheKind, FileKind } from "./kind.ts";
import { OTHER_KINDS } from "./other-kinds.ts";

/** Files that a backend has and a cache keeps. */
export type FetchedKind = "table" | "metrics" | "session" | "lfp" | "movie" | "scene";

type OtherKind = (typeof OTHER_KINDS)[number];

/** The kind of a file in the directory of a cache without added kinds. */
export type KnownFileKind = FetchedKind | OtherKind["kind"];

/** The kind of a file in a cache's directory: one of the project's, or an added one. */
export type CacheFileKind = KnownFileKind | (string & {});

/** What `prune` may remove: remains of interrupted work, faster copies, records of files that are gone, strays. */
export type PrunableKind = Extract<OtherKind, { readonly prune: string }>["kind"];

/** All distinct kinds, those of backends first. */
export function cacheKinds(kinds: readonly FileKind[]): readonly CacheKind[] {
  const unique = new Map<string, CacheKind>();
  for (const row of [...kinds, ...OTHER_KINDS]) if (!unique.has(row.kind)) unique.set(row.kind, row);
  return [...unique.values()];
}

/** Kinds that `prune` may remove: all of them, or those that it removes by default. */
export function prunableKinds(which: "all" | "by default" = "all"): readonly PrunableKind[] {
  const rows: readonly CacheKind[] = OTHER_KINDS;
  const chosen = rows.filter(({ prune }) => (which === "all" ? prune !== undefined : prune === "always"));
  return chosen.map(({ kind }) => kind as PrunableKind);
}
