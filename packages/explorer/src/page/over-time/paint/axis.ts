import { ticksOf } from "../time-window.ts";
import { FONT, label, type Place, xOf } from "./canvas.ts";

/** Seconds below the rows, with lines through all of them. */
export function paintAxis(place: Place, top: number): void {
  const { context, width, colors, time } = place;
  const { times, digits } = ticksOf(time, width / 90);
  label(place, "time (s)", place.top + 10);
  context.font = FONT;
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const tick of times) {
    const x = Math.round(xOf(place, tick));
    context.fillStyle = colors.grid;
    context.fillRect(x, top, 1, place.top - top);
    context.fillStyle = colors.ink;
    context.fillText(tick.toFixed(digits), x, place.top + 4);
  }
}
