import type { PrefetchTotals } from "@ecephys/core";
import { paint } from "../format/paint.ts";
import { displayWidth, pad, truncate } from "../output/display-width.ts";
import { sanitise } from "../output/sanitise.ts";
import { bytesOfText, countText, durationText, filesText, percentText, rateText } from "./amounts.ts";
import type { FileProgress, ProgressState } from "./state.ts";

export interface BarLayout {
  /** Terminal cells per line. */
  readonly width: number;
  /** The largest number of lines. */
  readonly rows: number;
  readonly color: boolean;
  /** Milliseconds, on the clock of the state. */
  readonly now: number;
}

const MOST_NAME = 32;
const LEAST_BAR = 8;
const MOST_BAR = 30;
/** How long a file may receive nothing before the line says so, in milliseconds. */
const SILENCE = 5000;

/** The lines that show a prefetch on a terminal: a bar for each file in progress, and one for the whole. */
export function barLines(state: ProgressState, layout: BarLayout): string[] {
  const { totals } = state;
  if (totals === undefined) return [];
  const files = [...state.files.values()];
  const room = Math.max(1, layout.rows - 1);
  const shown = files.length > room ? files.slice(0, room - 1) : files;
  const total = `all ${totals.filesDone} of ${filesText(totals.files)}`;
  const names = [...shown.map(({ resource }) => sanitise(resource)), total];
  const nameWidth = Math.min(MOST_NAME, Math.max(...names.map(displayWidth)));
  const line = (name: string, share: number | undefined, text: string) =>
    barLine(pad(truncate(name, nameWidth), nameWidth, "left"), share, text, layout);
  const lines = shown.map((file, at) => line(names[at]!, shareOf(file), fileText(file, layout.now)));
  if (shown.length < files.length) lines.push(`… and ${files.length - shown.length} more in progress`);
  return [...lines, line(total, shareOfAll(totals), totalText(totals))];
}

/** The line of a single bar. */
export function singleBar(name: string, share: number | undefined, text: string, layout: BarLayout): string {
  return barLine(sanitise(name), share, text, layout);
}

function barLine(name: string, share: number | undefined, text: string, layout: BarLayout): string {
  const room = layout.width - displayWidth(name) - displayWidth(text) - 4;
  const line = (bar: string) => `${name}  ${bar}${sanitise(text)}`;
  if (share === undefined || room < LEAST_BAR) return truncate(line(""), layout.width);
  return line(`${bar(share, Math.min(room, MOST_BAR), layout.color)}  `);
}

function bar(share: number, width: number, color: boolean): string {
  const filled = Math.floor(share * width);
  return "█".repeat(filled) + paint(color).dim("░".repeat(width - filled));
}

function shareOf({ loaded, total, unit }: FileProgress): number | undefined {
  return unit === "bytes" && total === undefined ? undefined : ratio(loaded, total ?? 0);
}

/** By number of files, as long as their sizes are unknown. */
function shareOfAll({ files, filesDone, loaded, total }: PrefetchTotals): number {
  return total > 0 ? ratio(loaded, total) : ratio(filesDone, files);
}

function ratio(loaded: number, total: number): number {
  return total > 0 ? Math.min(1, loaded / total) : 0;
}

function fileText(file: FileProgress, now: number): string {
  const { loaded, total, unit, note, heard } = file;
  const amount =
    unit === "bytes"
      ? bytesOfText(loaded, total)
      : `${loaded.toLocaleString("en")} of ${countText(total ?? loaded, "row")}`;
  const percent = total === undefined ? [] : [percentText(loaded, total).padStart(5)];
  const silence = now - heard;
  const why = note ?? (silence >= SILENCE ? `nothing for ${durationText(silence / 1000)}` : undefined);
  return [...percent, amount, ...(why === undefined ? [] : [why])].join("  ");
}

function totalText({ loaded, total, filesFailed, bytesPerSecond, secondsLeft }: PrefetchTotals): string {
  return [
    ...(total > 0 ? [percentText(loaded, total).padStart(5), bytesOfText(loaded, total)] : []),
    ...(bytesPerSecond === undefined ? [] : [rateText(bytesPerSecond)]),
    ...(secondsLeft === undefined ? [] : [`${durationText(secondsLeft)} left`]),
    ...(filesFailed === 0 ? [] : [`${filesFailed} failed`]),
  ].join("  ");
}
