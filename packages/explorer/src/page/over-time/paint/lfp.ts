import type { LfpStretch } from "../lfp-stretch.ts";
import { positionOf } from "../time-window.ts";
import { clipped, label, type Place, xOf } from "./canvas.ts";

export const LFP_HEIGHT = 200;
/** Traces that can be told apart. */
const MOST_TRACES = 12;
/** Pixels of a heat map from left to right. */
const MOST_COLUMNS = 4000;

/** A heat map as a picture, which is stretched to where it belongs. */
export function heatPicture({ values, rows, times, most }: LfpStretch): HTMLCanvasElement {
  const samples = times.length;
  const columns = Math.min(MOST_COLUMNS, samples);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [columns, rows];
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  for (let row = 0; row < rows; row++)
    for (let x = 0; x < columns; x++) {
      const value = values[row * samples + Math.floor((x * samples) / columns)]!;
      if (!Number.isNaN(value)) pixels[row * columns + x] = diverging(value / most);
    }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** Blue below 0, white at it, red above. */
function diverging(part: number): number {
  const size = Math.min(1, Math.abs(part));
  const [red, green, blue] = part < 0 ? [33, 102, 172] : [178, 24, 43];
  const mixed = (channel: number) => Math.round(247 + (channel - 247) * size);
  return ((255 << 24) | (mixed(blue) << 16) | (mixed(green) << 8) | mixed(red)) >>> 0;
}

export function paintLfp(place: Place, stretch: LfpStretch, picture: HTMLCanvasElement | undefined): void {
  const { context, top, height, colors } = place;
  const { times, most, unit, view } = stretch;
  label(place, view === "csd" ? "CSD" : "LFP", top + height / 2 - 7);
  label(place, `±${Number(most.toPrecision(2))} ${unit}`, top + height / 2 + 7);
  clipped(place, () => {
    if (picture) {
      const [x, end] = [xOf(place, times[0]!), xOf(place, times.at(-1)!)];
      context.imageSmoothingEnabled = false;
      context.drawImage(picture, x, top, end - x, height);
      return;
    }
    context.strokeStyle = colors.ink;
    context.lineWidth = 0.8;
    paintTraces(place, stretch);
  });
}

function paintTraces(place: Place, { rows, times, values, most }: LfpStretch): void {
  const { context, top, height, time } = place;
  const samples = times.length;
  const shown = Math.min(MOST_TRACES, rows);
  const step = height / shown;
  const first = Math.max(0, positionOf(times, time[0]) - 1);
  const last = Math.min(samples, positionOf(times, time[1]) + 1);
  for (let trace = 0; trace < shown; trace++) {
    const row = Math.floor(((trace + 0.5) * rows) / shown);
    context.beginPath();
    for (let i = first; i < last; i++) {
      const y = top + (trace + 0.5) * step - (values[row * samples + i]! / most) * step * 0.5;
      if (i === first) context.moveTo(xOf(place, times[i]!), y);
      else context.lineTo(xOf(place, times[i]!), y);
    }
    context.stroke();
  }
}
