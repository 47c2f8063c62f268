import type { Bounds } from "./bounds.ts";
import { PAGE_ROWS } from "./page-size.ts";

/** The least and greatest values of the pages of a column without missing values, seen while they are appended. */
export class PageBounds {
  #pages: { min: number; max: number }[] = [];
  #rows = 0;

  /** Takes in values that are appended after `row` others. @returns Whether all are numbers; nothing counts otherwise. */
  add(values: Float64Array, start: number, end: number, row: number): boolean {
    for (let at = start; at < end; ) {
      const place = row + at - start;
      const stop = Math.min(end, at + PAGE_ROWS - (place % PAGE_ROWS));
      const bounds = boundsWithoutMissing(values, at, stop);
      if (bounds === undefined) return false;
      const page = Math.floor(place / PAGE_ROWS);
      const known = this.#pages[page];
      this.#pages[page] = known
        ? { min: Math.min(known.min, bounds.min), max: Math.max(known.max, bounds.max) }
        : bounds;
      at = stop;
    }
    this.#rows += end - start;
    return true;
  }

  /** Undefined unless all of so many rows were taken in. */
  of(rows: number): readonly Bounds[] | undefined {
    return rows === this.#rows ? this.#pages : undefined;
  }
}

/** In one pass; undefined where a value is missing. */
function boundsWithoutMissing(values: Float64Array, start: number, end: number) {
  let min = values[start]!;
  let max = min;
  for (let at = start; at < end; at += 1) {
    const value = values[at]!;
    if (value > max) max = value;
    else if (value < min) min = value;
    else if (Number.isNaN(value)) return undefined;
  }
  return { min, max };
}
