import { encode } from "fast-png";
import type { ColorScale } from "./colors.ts";
import { svgElement } from "./figure.ts";

/** Numbers in rows and columns, and how they are coloured. */
export interface HeatMap {
  /** Row by row, the first row on top. */
  readonly values: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
  /** Values at the ends of the colour scale; values outside have the colour of the end. */
  readonly range: readonly [low: number, high: number];
  readonly scale: ColorScale;
  /** Whether neighbouring pixels flow into each other; they are squares by default. */
  readonly smooth?: boolean;
}

/** Most pixels along a side: more could not be seen, and would make files large. */
const MOST_PIXELS = 1000;

/** One image in place of a rectangle for every number. Missing values are transparent. */
export function heatImage(
  document: Document,
  map: HeatMap,
  place: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): Element {
  return svgElement(document, "image", {
    ...Object.fromEntries(Object.entries(place).map(([name, value]) => [name, String(value)])),
    preserveAspectRatio: "none",
    ...(map.smooth ? {} : { style: "image-rendering:pixelated" }),
    href: dataUri(map),
  });
}

function dataUri(map: HeatMap): string {
  const { values, rows, columns } = reduced(map);
  const [low, high] = map.range;
  const pixels = new Uint8Array(rows * columns * 4);
  for (let i = 0; i < rows * columns; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    const [red, green, blue] = map.scale((value - low) / (high - low || 1));
    pixels[4 * i] = red;
    pixels[4 * i + 1] = green;
    pixels[4 * i + 2] = blue;
    pixels[4 * i + 3] = 255;
  }
  const png = encode({ width: columns, height: rows, channels: 4, depth: 8, data: pixels });
  return `data:image/png;base64,${base64(png)}`;
}

/** Blocks of several values by their mean, where there are more than can be seen. */
function reduced({ values, rows, columns }: HeatMap): {
  readonly values: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
} {
  const [down, across] = [Math.ceil(rows / MOST_PIXELS), Math.ceil(columns / MOST_PIXELS)];
  if (down === 1 && across === 1) return { values, rows, columns };
  const [outRows, outColumns] = [Math.ceil(rows / down), Math.ceil(columns / across)];
  const sums = new Float64Array(outRows * outColumns);
  const counts = new Float64Array(outRows * outColumns);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) {
      const value = values[r * columns + c]!;
      if (Number.isNaN(value)) continue;
      const cell = Math.floor(r / down) * outColumns + Math.floor(c / across);
      sums[cell]! += value;
      counts[cell]! += 1;
    }
  return { values: sums.map((sum, cell) => sum / counts[cell]!), rows: outRows, columns: outColumns };
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}
