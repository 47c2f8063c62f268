import type { CacheKind, FileKind } from "./kind.ts";
import { OTHER_KINDS } from "./other-kinds.ts";

/** Files that a backend has and a cache keeps. */
export type FetchedKind = "table" | "metrics" | "session" | "lfp" | "movie" | "scene";

type OtherKind = (typeof OTHER_KINDS)[number];

/** What a file in a cache's directory is, where the project's own kinds are all there are. */
export type KnownFileKind = FetchedKind | OtherKind["kind"];

/** What a file in a cache's directory is: one of the project's kinds, or one that was added. */
export type CacheFileKind = KnownFileKind | (string & {});

/** What `prune` may remove: remains of interrupted work, faster copies, records of files that are gone, strays. */
export type PrunableKind = Extract<OtherKind, { readonly prune: string }>["kind"];

/** The different kinds there are, those of backends first. */
export function cacheKinds(kinds: readonly FileKind[]): readonly CacheKind[] {
  const unique = new Map<string, CacheKind>();
  for (const row of [...kinds, ...OTHER_KINDS]) if (!unique.has(row.kind)) unique.set(row.kind, row);
  return [...unique.values()];
}

/** Kinds that `prune` may remove: all of them, or those that it removes where none is named. */
export function prunableKinds(which: "all" | "by default" = "all"): readonly PrunableKind[] {
  const rows: readonly CacheKind[] = OTHER_KINDS;
  const chosen = rows.filter(({ prune }) => (which === "all" ? prune !== undefined : prune === "always"));
  return chosen.map(({ kind }) => kind as PrunableKind);
}
