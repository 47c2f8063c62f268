import type { PruneReport } from "@ecephys/core";
import { sanitise } from "../output/sanitise.ts";
import { bytesText, filesText } from "../progress/amounts.ts";
import { CACHE_KINDS } from "./kinds.ts";
import { entryLine } from "./status-text.ts";

/** What was or would be removed: the files by kind, and their total size. */
export function pruneText({ bytes, dryRun, failed, inUse, removed }: PruneReport): string {
  const kinds = CACHE_KINDS.map(
    ({ kind, label }) => [label, removed.filter((file) => file.kind === kind)] as const,
  );
  const lines = [
    ...kinds.flatMap(([name, files]) => (files.length === 0 ? [] : [`${name}:`, ...files.map(entryLine)])),
    ...(inUse.length === 0 ? [] : ["kept, because another process is using them:", ...inUse.map(entryLine)]),
    removed.length + failed.length === 0
      ? "Nothing to remove."
      : `${dryRun ? "Would remove" : "Removed"} ${filesText(removed.length)}, ${bytesText(bytes)}.`,
    ...(failed.length === 0 ? [] : [`${filesText(failed.length)} could not be removed.`]),
  ];
  return lines.map((line) => `${sanitise(line)}\n`).join("");
}
