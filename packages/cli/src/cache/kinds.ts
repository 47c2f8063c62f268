import type { PrunableKind } from "@ecephys/core";
import { InvalidArgumentError } from "commander";
import { parseNames } from "../options/parsers.ts";

/** What `prune` can remove. */
export const PRUNABLE_KINDS: readonly PrunableKind[] = [
  "partial",
  "lock",
  "temporary",
  "derived",
  "record",
  "stray",
];

export function parseKinds(text: string): PrunableKind[] {
  return parseNames(text).map((name) => {
    const kind = PRUNABLE_KINDS.find((known) => known === name);
    if (kind === undefined)
      throw new InvalidArgumentError(`There is no kind ${name}; there are ${PRUNABLE_KINDS.join(", ")}.`);
    return kind;
  });
}

/** How `export-manifest` writes. */
export const MANIFEST_FORMATS = ["csv", "json", "sha256"] as const;
export type ManifestFormat = (typeof MANIFEST_FORMATS)[number];
