import type { Span } from "../../state.ts";
import type { LfpStretch } from "../lfp-stretch.ts";
import type { Band, Curve } from "../tracks.ts";
import { paintAxis } from "./axis.ts";
import { BAND_HEIGHT, paintBands } from "./bands.ts";
import { type Colors, FONT, type Place } from "./canvas.ts";
import { paintCurve } from "./curve.ts";
import { LFP_HEIGHT, paintLfp } from "./lfp.ts";
import { paintRaster, rowHeight, type SpikeRow } from "./raster.ts";

/** Everything that the view shows. */
export interface View {
  readonly time: Span;
  readonly bands: readonly Band[];
  readonly rows: readonly SpikeRow[];
  readonly curves: readonly Curve[];
  /** Undefined without a file of LFP; text where there is something to say in its place. */
  readonly lfp:
    | { readonly stretch: LfpStretch; readonly picture: HTMLCanvasElement | undefined }
    | string
    | undefined;
}

const CURVE_HEIGHT = 56;
const GAP = 8;
const AXIS_HEIGHT = 24;

/** Pixels beside the rows for their names. */
export function gutter(width: number): number {
  return width < 500 ? 84 : 150;
}

/** How high the view has to be. */
export function heightOf({ bands, rows, curves, lfp }: View): number {
  const parts = [
    bands.length * BAND_HEIGHT,
    rows.length * rowHeight(rows.length),
    ...curves.map(() => CURVE_HEIGHT),
    lfp === undefined ? 0 : LFP_HEIGHT,
  ].filter((height) => height > 0);
  return parts.reduce((sum, height) => sum + height + GAP, GAP) + AXIS_HEIGHT;
}

/** Draws all of it; how long that takes does not depend on how much of the session is shown. */
export function paintView(canvas: HTMLCanvasElement, view: View, width: number, colors: Colors): void {
  const ratio = globalThis.devicePixelRatio || 1;
  const height = heightOf(view);
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  const context = canvas.getContext("2d")!;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const left = gutter(width);
  let top = GAP;
  const next = (rowsHeight: number): Place => {
    const place = {
      context,
      left,
      top,
      width: width - left - 8,
      height: rowsHeight,
      time: view.time,
      colors,
    };
    top += rowsHeight + GAP;
    return place;
  };
  const { bands, rows, curves, lfp } = view;
  if (rows.length > 0) {
    // Pixels are put, not drawn over: they come first.
    top += bands.length > 0 ? bands.length * BAND_HEIGHT + GAP : 0;
    paintRaster(next(rows.length * rowHeight(rows.length)), rows, ratio);
    top = GAP;
  }
  if (bands.length > 0) paintBands(next(bands.length * BAND_HEIGHT), bands);
  if (rows.length > 0) next(rows.length * rowHeight(rows.length));
  for (const [i, curve] of curves.entries()) paintCurve(next(CURVE_HEIGHT), curve, colors.categories[i]!);
  if (lfp !== undefined) {
    const place = next(LFP_HEIGHT);
    if (typeof lfp === "string") paintNote(place, lfp);
    else paintLfp(place, lfp.stretch, lfp.picture);
  }
  paintAxis(next(AXIS_HEIGHT), GAP);
}

function paintNote({ context, left, top, width, height, colors }: Place, text: string): void {
  context.font = FONT;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = colors.muted;
  context.fillText(text, left + width / 2, top + height / 2, width);
}
