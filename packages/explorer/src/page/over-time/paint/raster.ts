import { positionOf } from "../time-window.ts";
import { label, type Place } from "./canvas.ts";

/** A unit's row. */
export interface SpikeRow {
  readonly unit: number;
  readonly times: Float64Array;
}

/** CSS pixels of a row, by the number of units. */
export function rowHeight(units: number): number {
  return Math.min(16, Math.max(4, Math.floor(420 / Math.max(1, units))));
}

/**
 * A row for each unit, a tick for each spike, written as pixels: 100,000 of them take a millisecond or two. Where several
 * fall on one pixel, it is darker the more there are, up to the row's densest.
 */
export function paintRaster(place: Place, rows: readonly SpikeRow[], pixelRatio: number): void {
  const { context, left, top, width, height, time, colors } = place;
  const [columns, lines] = [Math.round(width * pixelRatio), Math.round(height * pixelRatio)];
  if (columns < 1 || lines < 1 || rows.length === 0) return;
  const image = context.createImageData(columns, lines);
  const pixels = new Uint32Array(image.data.buffer);
  const ink = rgbOf(colors.ink);
  const counts = new Uint32Array(columns);
  for (const [r, { times }] of rows.entries()) {
    const most = countByColumn(times, time, counts);
    if (most === 0) continue;
    const first = Math.round((r * lines) / rows.length);
    const last = Math.max(first + 1, Math.round(((r + 0.86) * lines) / rows.length));
    for (let x = 0; x < columns; x++) {
      if (counts[x] === 0) continue;
      const color = ((Math.round(255 * (0.4 + (0.6 * counts[x]!) / most)) << 24) | ink) >>> 0;
      for (let y = first; y < last; y++) pixels[y * columns + x] = color;
    }
  }
  context.putImageData(image, Math.round(left * pixelRatio), Math.round(top * pixelRatio));
  const step = height / rows.length;
  const every = Math.ceil(13 / step);
  for (let r = 0; r < rows.length; r += every) label(place, String(rows[r]!.unit), top + (r + 0.43) * step);
}

/**
 * How many spikes lie in each column of pixels; the most in one. Few spikes are looked at one by one; of many, where the
 * columns begin is searched for.
 */
function countByColumn(
  times: Float64Array,
  [from, to]: readonly [number, number],
  counts: Uint32Array,
): number {
  const columns = counts.length;
  const [first, last] = [positionOf(times, from), positionOf(times, to, true)];
  let most = 0;
  counts.fill(0);
  if (last - first < 16 * columns) {
    const scale = columns / (to - from);
    for (let i = first; i < last; i++) {
      const count = ++counts[Math.min(columns - 1, Math.floor((times[i]! - from) * scale))]!;
      if (count > most) most = count;
    }
    return most;
  }
  let begin = first;
  for (let x = 0; x < columns; x++) {
    const end = x === columns - 1 ? last : positionOf(times, from + ((to - from) * (x + 1)) / columns);
    counts[x] = end - begin;
    if (end - begin > most) most = end - begin;
    begin = end;
  }
  return most;
}

/** A colour "#rrggbb" as the lower bytes of a pixel. */
function rgbOf(color: string): number {
  const value = Number.parseInt(color.replace("#", ""), 16);
  return ((value & 0xff) << 16) | (value & 0xff00) | ((value >> 16) & 0xff);
}
