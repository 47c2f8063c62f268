import { positionOf } from "../time-window.ts";
import type { Curve } from "../tracks.ts";
import { clipped, FONT, label, type Place, xOf } from "./canvas.ts";

/** A curve between its least and greatest value of the whole session, so that it keeps its scale while it is moved. */
export function paintCurve(place: Place, curve: Curve, color: string): void {
  const { context, top, height, left, time, colors } = place;
  const span = curve.high - curve.low || 1;
  const y = (value: number) => top + height - 3 - ((value - curve.low) / span) * (height - 6);
  label(place, `${curve.label} (${curve.unit})`, top + height / 2);
  context.font = FONT;
  context.fillStyle = colors.muted;
  for (const [value, at] of [
    [curve.high, top + 7],
    [curve.low, top + height - 7],
  ] as const)
    context.fillText(brief(value), left - 6, at);
  if (curve.low < 0 && curve.high > 0) {
    context.fillStyle = colors.grid;
    context.fillRect(left, y(0), place.width, 1);
  }
  clipped(place, () => {
    context.strokeStyle = color;
    context.lineWidth = 1;
    context.beginPath();
    const { times, values } = curve;
    const first = Math.max(0, positionOf(times, time[0]) - 1);
    const last = Math.min(times.length, positionOf(times, time[1]) + 1);
    if (last - first > 3 * place.width) envelopePath(place, curve, [first, last], y);
    else {
      let isDown = false;
      for (let i = first; i < last; i++) {
        const value = values[i]!;
        if (Number.isNaN(value)) {
          isDown = false;
          continue;
        }
        if (isDown) context.lineTo(xOf(place, times[i]!), y(value));
        else context.moveTo(xOf(place, times[i]!), y(value));
        isDown = true;
      }
    }
    context.stroke();
  });
}

/** From the least to the greatest value of each column of pixels. */
function envelopePath(
  place: Place,
  { times, values }: Curve,
  [first, last]: readonly [number, number],
  y: (value: number) => number,
): void {
  const { context, left, width, time } = place;
  let i = first;
  for (let x = 0; x < width && i < last; x++) {
    const end = time[0] + ((time[1] - time[0]) * (x + 1)) / width;
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (; i < last && times[i]! < end; i++) {
      const value = values[i]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (low > high) continue;
    context.moveTo(left + x + 0.5, y(low) + 0.5);
    context.lineTo(left + x + 0.5, y(high) - 0.5);
  }
}

function brief(value: number): string {
  return String(Number(value.toPrecision(2)));
}
