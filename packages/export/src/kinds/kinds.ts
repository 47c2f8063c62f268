import { psths, spikeCounts, statistics } from "./analyses.ts";
import { PROJECT_KINDS } from "./project.ts";
import { spikes } from "./spikes.ts";
import { TABLE_KINDS } from "./tables.ts";
import type { ExportKind } from "./types.ts";

/** Everything that can be exported: the tables of the project, then those of each session. */
export const EXPORT_KINDS: readonly ExportKind[] = [
  ...PROJECT_KINDS,
  ...TABLE_KINDS,
  spikes,
  spikeCounts,
  psths,
  statistics,
];
