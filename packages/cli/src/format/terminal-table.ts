import type { ColumnTable } from "@ecephys/core/arquero";
import { isMissing, takeRows } from "@ecephys/core/internal";
import { displayWidth, pad, truncate } from "../output/display-width.ts";
import { sanitise } from "../output/sanitise.ts";
import { cellText } from "./cell-text.ts";
import { type Cells, fitColumns, READABLE, type TextWidths, TIGHT } from "./fit-columns.ts";
import { paint } from "./paint.ts";

export interface TableLayout {
  /** Terminal cells per line; Infinity for no limit. */
  readonly width: number;
  /** Rows to show; Infinity for all. */
  readonly rows: number;
  /** Columns to show first; undefined for the table's own order. */
  readonly overview: readonly string[] | undefined;
  readonly color: boolean;
}

const GAP = "  ";

/**
 * A table for the terminal, no wider than the layout's width: columns that do not fit and rows beyond the limit are
 * counted in notes below it. Numbers are right-aligned.
 */
export function* toTerminalTable(table: ColumnTable, layout: TableLayout): Generator<string> {
  const shown = Math.min(table.numRows(), layout.rows);
  const names = ordered(table.columnNames(), layout.overview);
  const fit = (textWidths: TextWidths) =>
    fitColumns(candidates(table, names, shown), layout.width, GAP.length, textWidths);
  const readable = fit(layout.overview ? READABLE : TIGHT);
  // A single column says little: better to show shortened text of several.
  const fitted = readable.length > 1 ? readable : fit(TIGHT);
  const color = paint(layout.color);
  const line = (texts: readonly string[]) => `${texts.join(GAP).trimEnd()}\n`;
  yield line(fitted.map(({ title, width, align }) => color.bold(pad(truncate(title, width), width, align))));
  yield `${color.dim(fitted.map(({ width }) => "─".repeat(width)).join(GAP))}\n`;
  for (let row = 0; row < shown; row++)
    yield line(fitted.map(({ texts, width, align }) => pad(truncate(texts[row]!, width), width, align)));
  for (const note of notes(table, shown, names.slice(fitted.length), layout.width))
    yield `${color.dim(note)}\n`;
}

function ordered(names: readonly string[], overview: readonly string[] | undefined): string[] {
  const first = (overview ?? []).filter((name) => names.includes(name));
  return [...first, ...names.filter((name) => !first.includes(name))];
}

function* candidates(table: ColumnTable, names: readonly string[], rows: number): Generator<Cells> {
  const first = takeRows(
    table,
    Int32Array.from({ length: rows }, (_, row) => row),
  );
  for (const name of names) {
    const get = first.getter(name);
    const values = Array.from({ length: rows }, (_, row): unknown => get(row));
    const numeric = values.every((value) => typeof value === "number" || isMissing(value));
    const title = sanitise(name);
    yield { title, texts: values.map(cellText), numeric: numeric && values.length > 0 };
  }
}

function* notes(
  table: ColumnTable,
  shown: number,
  hidden: readonly string[],
  width: number,
): Generator<string> {
  const rows = table.numRows();
  const counted = (n: number, noun: string) => `${inThousands(n)} ${noun}${n === 1 ? "" : "s"}`;
  if (rows > shown) yield clipped(`… ${counted(rows - shown, "more row")} (--limit N, --limit none)`, width);
  else yield clipped(counted(rows, "row"), width);
  if (hidden.length === 0) return;
  const start = `… ${counted(hidden.length, "more column")} (--columns, --format csv): `;
  yield clipped(start + hidden.map((name) => sanitise(name)).join(", "), width);
}

/** 40,007. What languages have for that takes the runtime ten milliseconds to load. */
function inThousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

function clipped(text: string, width: number): string {
  return displayWidth(text) <= width ? text : truncate(text, width);
}
