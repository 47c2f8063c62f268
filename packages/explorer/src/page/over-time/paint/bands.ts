import { positionOf } from "../time-window.ts";
import type { Band } from "../tracks.ts";
import { clipped, label, type Place, xOf } from "./canvas.ts";

export const BAND_HEIGHT = 15;

/** One row for each name, a bar wherever it was. */
export function paintBands(place: Place, bands: readonly Band[]): void {
  const { context, colors, top } = place;
  for (const [i, { name }] of bands.entries()) label(place, name, top + (i + 0.5) * BAND_HEIGHT);
  clipped(place, () => {
    for (const [i, band] of bands.entries()) {
      context.fillStyle = colors.categories[i % colors.categories.length]!;
      const y = top + i * BAND_HEIGHT + 2;
      for (const [x, end] of barsOf(place, band)) {
        const width = Math.max(1, end - x - (end - x > 4 ? 1 : 0));
        context.fillRect(x, y, width, BAND_HEIGHT - 4);
      }
    }
  });
}

/** From where to where there are bars; of thousands of rows that begin within one pixel there is one. */
export function* barsOf(
  place: Pick<Place, "left" | "width" | "time">,
  { reached, starts }: Pick<Band, "reached" | "starts">,
): Generator<readonly [x: number, end: number]> {
  const [from, to] = place.time;
  const pixel = (to - from) / place.width;
  let row = positionOf(starts, from);
  const before = row > 0 ? reached[row - 1]! : from;
  if (before > from) yield [place.left, xOf(place, Math.min(before, to))];
  while (row < starts.length && starts[row]! <= to) {
    const start = starts[row]!;
    row = Math.max(row + 1, positionOf(starts, start + pixel));
    yield [xOf(place, start), xOf(place, Math.min(reached[row - 1]!, to + pixel))];
  }
}
