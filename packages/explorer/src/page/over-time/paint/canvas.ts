import type { Span } from "../../state.ts";

/** Colours of the page's theme. */
export interface Colors {
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly categories: readonly string[];
}

/** A row of the view: where it lies, in CSS pixels, and what stretch of time it shows. */
export interface Place {
  readonly context: CanvasRenderingContext2D;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly time: Span;
  readonly colors: Colors;
}

export const FONT = "11px system-ui, sans-serif";

/** Where a time lies from left to right. */
export function xOf(
  { left, width, time: [from, to] }: Pick<Place, "left" | "width" | "time">,
  time: number,
): number {
  return left + ((time - from) / (to - from)) * width;
}

/** A name beside a row, shortened to the room that there is. */
export function label({ context, left, colors }: Place, text: string, y: number): void {
  context.font = FONT;
  context.textAlign = "right";
  context.textBaseline = "middle";
  context.fillStyle = colors.ink;
  context.fillText(fitted(context, text, left - 10), left - 6, y);
}

/** Draws within a row alone. */
export function clipped({ context, left, top, width, height }: Place, draw: () => void): void {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  draw();
  context.restore();
}

function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let letters = text.length;
  while (letters > 1 && context.measureText(`${text.slice(0, letters)}…`).width > room) letters--;
  return `${text.slice(0, letters)}…`;
}
