import { positionOf } from "../time-window.ts";
import type { Band } from "../tracks.ts";
import { clipped, label, type Place, xOf } from "./canvas.ts";

export const BAND_HEIGHT = 15;

/** One row for each name, a bar wherever it was. */
export function paintBands(place: Place, bands: readonly Band[]): void {
  const { context, colors, top, time } = place;
  for (const [i, { name }] of bands.entries()) label(place, name, top + (i + 0.5) * BAND_HEIGHT);
  clipped(place, () => {
    for (const [i, { starts, stops }] of bands.entries()) {
      context.fillStyle = colors.categories[i % colors.categories.length]!;
      const y = top + i * BAND_HEIGHT + 2;
      let drawn = Number.NEGATIVE_INFINITY;
      for (let row = firstOf(starts, stops, time[0]); row < starts.length && starts[row]! <= time[1]; row++) {
        const [x, end] = [xOf(place, starts[row]!), xOf(place, stops[row]!)];
        // Thousands of rows within one pixel are one bar.
        if (end <= drawn) continue;
        const width = Math.max(1, end - x - (end - x > 4 ? 1 : 0));
        context.fillRect(x, y, width, BAND_HEIGHT - 4);
        drawn = Math.floor(x) + 1;
      }
    }
  });
}

/** The row before the first that begins within the view, which may reach into it, as may earlier long ones. */
function firstOf(starts: Float64Array, stops: Float64Array, from: number): number {
  let row = positionOf(starts, from);
  for (let i = row - 1; i >= 0 && i >= row - 64; i--) if (stops[i]! >= from) row = i;
  return row;
}
