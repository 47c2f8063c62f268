import { displayWidth } from "../output/display-width.ts";

/** A column as texts, before it has a width. */
export interface Cells {
  readonly title: string;
  readonly texts: readonly string[];
  readonly numeric: boolean;
}

export interface FittedColumn extends Cells {
  readonly width: number;
  readonly align: "left" | "right";
}

/** Widths for texts: the first one at which all columns fit is used, else the one at which most do. */
export type TextWidths = readonly number[];

/** For default columns: texts stay readable. */
export const READABLE: TextWidths = [40, 32, 24];

/** For requested columns: shortened rather than left out. */
export const TIGHT: TextWidths = [...READABLE, 16, 12];

/**
 * As many of the columns as fit side by side, at least the first. Long texts are shortened, numbers never: a
 * truncated number is a different number.
 */
export function fitColumns(
  columns: Iterable<Cells>,
  width: number,
  gap: number,
  textWidths: TextWidths,
): FittedColumn[] {
  if (width === Number.POSITIVE_INFINITY)
    return Array.from(columns, (cells) => fitted(cells, naturalWidth(cells)));
  const possible = whileTitlesFit(columns, width, gap);
  let best: FittedColumn[] = [];
  for (const most of textWidths) {
    const trial = sideBySide(possible, width, gap, most);
    if (trial.length > best.length) best = trial;
    if (best.length === possible.length) break;
  }
  return best;
}

/** The first columns, as long as there is room for at least their titles. */
function whileTitlesFit(columns: Iterable<Cells>, width: number, gap: number): Cells[] {
  const possible: Cells[] = [];
  let used = 0;
  for (const cells of columns) {
    used += displayWidth(cells.title) + (possible.length > 0 ? gap : 0);
    if (used > width && possible.length > 0) break;
    possible.push(cells);
  }
  return possible;
}

function sideBySide(columns: readonly Cells[], width: number, gap: number, most: number): FittedColumn[] {
  const result: FittedColumn[] = [];
  let room = width;
  for (const cells of columns) {
    const natural = naturalWidth(cells);
    const own = cells.numeric ? natural : Math.min(natural, Math.max(most, displayWidth(cells.title)));
    if (own > room && result.length > 0) break;
    result.push(fitted(cells, cells.numeric ? own : Math.max(1, Math.min(own, room))));
    room -= own + gap;
  }
  return result;
}

const fitted = (cells: Cells, width: number): FittedColumn => ({
  ...cells,
  width,
  align: cells.numeric ? "right" : "left",
});

function naturalWidth({ title, texts }: Cells): number {
  return texts.reduce((most, text) => Math.max(most, displayWidth(text)), displayWidth(title));
}
