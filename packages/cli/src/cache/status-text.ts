import type { CacheFileEntry, CacheStatus } from "@ecephys/core";
import type { CacheKind } from "@ecephys/core/kinds";
import { pad } from "../output/display-width.ts";
import { sanitise } from "../output/sanitise.ts";
import { bytesText, filesText } from "../progress/amounts.ts";
import { CACHE_KINDS } from "./kinds.ts";

const MOST_NAMED = 20;
const NONE = { files: 0, bytes: 0 };

/** What a cache contains: one line per kind, and the names of files that are not data, with an explanation. */
export function statusText(status: CacheStatus): string {
  const { byKind, freeBytes, files, location, total, unrecorded } = status;
  const rows = [
    ...CACHE_KINDS.map(({ kind, label }) => [label, byKind[kind] ?? NONE] as const).filter(
      ([, { files: count }]) => count > 0,
    ),
    ["total", total] as const,
  ].map(([name, { files: count, bytes }]) => [name, count.toLocaleString("en"), bytesText(bytes)] as const);
  const lines = [
    `Cache  ${location}`,
    ...(total.files === 0 ? ["  empty"] : aligned(rows)),
    ...(freeBytes === undefined ? [] : [`Free   ${bytesText(freeBytes)}`]),
    ...CACHE_KINDS.filter(({ isNamed }) => isNamed).flatMap((kind) => namedLines(kind, files)),
    ...(unrecorded === 0
      ? []
      : [
          `${filesText(unrecorded)} without an integrity record: ecephys did not download them and cannot verify them.`,
        ]),
    ...remedies(byKind),
  ];
  return lines.map((line) => `${sanitise(line)}\n`).join("");
}

function aligned(rows: readonly (readonly [string, string, string])[]): string[] {
  const width = (at: 0 | 1 | 2) => Math.max(...rows.map((row) => row[at].length));
  return rows.map(
    ([name, count, size]) =>
      `  ${pad(name, width(0), "left")}  ${pad(count, width(1), "right")}  ${pad(size, width(2), "right")}`,
  );
}

function namedLines({ kind, label: title }: CacheKind, files: readonly CacheFileEntry[]): string[] {
  const entries = files.filter((file) => file.kind === kind);
  if (entries.length === 0) return [];
  const shown = entries.slice(0, MOST_NAMED);
  return [
    `${title.charAt(0).toUpperCase()}${title.slice(1)}:`,
    ...shown.map(entryLine),
    ...(shown.length < entries.length ? [`  … and ${entries.length - shown.length} more`] : []),
  ];
}

/** A file, its size, and the file it belongs to. */
export function entryLine({ byteLength, of, path }: CacheFileEntry): string {
  return `  ${path}  ${bytesText(byteLength)}${of === undefined ? "" : `, of ${of}`}`;
}

function remedies(byKind: CacheStatus["byKind"]): string[] {
  const lines: string[] = [];
  if (byKind.partial.files > 0)
    lines.push("The same `ecephys download` resumes interrupted ones; `ecephys cache prune` removes them.");
  if (byKind.stray.files > 0)
    lines.push("Unknown files may be yours: `ecephys cache prune --kinds stray` removes them.");
  return lines;
}
