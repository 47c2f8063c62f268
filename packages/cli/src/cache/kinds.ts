import type { PrunableKind } from "@ecephys/core";
import type { CacheKind } from "@ecephys/core/kinds";
import { cacheKinds, FILE_KINDS, prunableKinds } from "@ecephys/core/kinds";
import { InvalidArgumentError } from "commander";
import { parseNames } from "../options/parsers.ts";

/** The kinds of files in a cache, in the order in which they are shown. */
export const CACHE_KINDS: readonly CacheKind[] = cacheKinds(FILE_KINDS);

/** What `prune` can remove. */
export const PRUNABLE_KINDS: readonly PrunableKind[] = prunableKinds();

export function parseKinds(text: string): PrunableKind[] {
  return parseNames(text).map((name) => {
    const kind = PRUNABLE_KINDS.find((known) => known === name);
    if (kind === undefined)
      throw new InvalidArgumentError(`Unknown kind ${name}; choose from ${PRUNABLE_KINDS.join(", ")}.`);
    return kind;
  });
}

/** The output formats of `export-manifest`. */
export const MANIFEST_FORMATS = ["csv", "json", "sha256"] as const;
export type ManifestFormat = (typeof MANIFEST_FORMATS)[number];
