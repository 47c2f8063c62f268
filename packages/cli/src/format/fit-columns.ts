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

/** Longest text that is shown whole, and the least that is worth showing of one. */
const TEXT_MOST = 40;
const TEXT_LEAST = 12;

/**
 * As many of the columns as fit side by side, at least the first. Long texts are shortened, numbers never: a
 * number that is cut is another number.
 */
export function fitColumns(columns: Iterable<Cells>, width: number, gap: number): FittedColumn[] {
  const fitted: FittedColumn[] = [];
  let used = 0;
  for (const cells of columns) {
    const room = width - used - (fitted.length > 0 ? gap : 0);
    const natural = naturalWidth(cells, width);
    const shortened = cells.numeric ? natural : Math.min(natural, Math.max(room, TEXT_LEAST));
    if (shortened > room && fitted.length > 0) break;
    const own = Math.max(1, Math.min(shortened, cells.numeric ? natural : room));
    fitted.push({ ...cells, width: own, align: cells.numeric ? "right" : "left" });
    used += own + (fitted.length > 1 ? gap : 0);
  }
  return fitted;
}

function naturalWidth({ title, texts, numeric }: Cells, width: number): number {
  const widest = texts.reduce((most, text) => Math.max(most, displayWidth(text)), displayWidth(title));
  return numeric || width === Number.POSITIVE_INFINITY
    ? widest
    : Math.min(widest, Math.max(TEXT_MOST, displayWidth(title)));
}
