import * as Plot from "@observablehq/plot";
import { ticksBetween, tickText } from "../numbers/range.ts";
import { partsOf, svgElement } from "./figure.ts";
import { type HeatMap, heatImage } from "./heat-map.ts";

/** An axis: its name with its unit, and the values that it spans. */
export interface Axis extends Plot.ScaleOptions {
  readonly label: string;
}

const LEFT = 58;
const RIGHT = 18;
/** Pixels of an axis for each of its ticks, and the fewest ticks of one that is narrow. */
const TICK_ROOM = 80;
const FEWEST_TICKS = 4;
/** Pixels of a letter beside a tick. */
const LETTER = 7;

/** One coordinate system: axes with their names in the middle, no arrows, and the marks in between. */
export function panel(
  document: Document,
  options: Omit<Plot.PlotOptions, "x" | "y"> & {
    readonly width: number;
    readonly x?: Axis;
    readonly y?: Axis;
  },
): Element {
  const { x, y, ...rest } = options;
  const element = Plot.plot({
    document,
    marginLeft: LEFT,
    marginRight: RIGHT,
    marginTop: 16,
    marginBottom: x ? 42 : 16,
    ...rest,
    ...(x && { x: { ...ticksOf(x, rest), labelAnchor: "center", labelArrow: "none", ...x } }),
    ...(y && { y: { labelAnchor: "center", labelArrow: "none", ...y } }),
  }) as unknown as Element;
  // The figure is one image to screen readers, described as a whole.
  for (const part of partsOf(element)) part.removeAttribute("aria-label");
  // Its style sheet is for an SVG that stands alone in a page.
  partsOf(element)
    .find(({ tagName }) => tagName === "style")
    ?.remove();
  element.removeAttribute("font-family");
  element.setAttribute("font-size", "11");
  return element;
}

/** Enough ticks to read a narrow axis by. */
function ticksOf(
  { type }: Axis,
  { width, marginLeft = LEFT, marginRight = RIGHT }: Plot.PlotOptions & { readonly width: number },
): Partial<Axis> {
  if (type === "band") return {};
  return { ticks: Math.max(FEWEST_TICKS, Math.floor((width - marginLeft - marginRight) / TICK_ROOM)) };
}

/** A mark that is one image, over the whole ranges of both axes. */
export function heatMark(map: HeatMap): Plot.RenderFunction {
  return (_index, _scales, _values, dimensions, context) =>
    heatImage(context.document, map, frameOf(dimensions)) as SVGElement;
}

/** A mark of many short vertical ticks as one path: x in the axis's unit, rows counted by the y axis. */
export function tickMark(
  ticks: { readonly x: ArrayLike<number>; readonly row: ArrayLike<number> },
  color: string,
): Plot.RenderFunction {
  return (_index, scales, _values, _dimensions, context) => {
    const [toX, toY] = [
      scales.x as unknown as (x: number) => number,
      scales.y as unknown as (y: number) => number,
    ];
    const height = Math.max(1, Math.abs(toY(0) - toY(1)) * 0.86);
    const strokeWidth = height < 3 ? 1 : 1.2;
    let path = "";
    for (let i = 0; i < ticks.x.length; i++)
      path += `M${toX(ticks.x[i]!).toFixed(1)},${(toY(ticks.row[i]! + 0.5) - height / 2).toFixed(1)}v${height.toFixed(1)}`;
    return svgElement(context.document, "path", {
      d: path,
      stroke: color,
      "stroke-width": String(strokeWidth),
      fill: "none",
    }) as SVGElement;
  };
}

/** What a colour of a heat map means: the scale with its ends and unit. */
export function colorBar(
  document: Document,
  { range, scale }: Pick<HeatMap, "range" | "scale">,
  { label, width }: { readonly label: string; readonly width: number },
): Element {
  const across = Math.min(width, 340);
  const steps = Float64Array.from({ length: 256 }, (_, i) => range[0] + ((range[1] - range[0]) * i) / 255);
  return panel(document, {
    width: across,
    height: 52,
    marginTop: 6,
    marginBottom: 36,
    x: { label, domain: range, ticks: barTicks(range, across - LEFT - RIGHT), tickFormat: tickText },
    y: { label: "", domain: [0, 1], axis: null },
    marks: [heatMark({ values: steps, rows: 1, columns: 256, range, scale, smooth: true })],
  });
}

/** Ticks that have room for their labels beside each other. */
function barTicks([low, high]: readonly [number, number], width: number): number[] {
  for (let about = 4; about > 1; about--) {
    const ticks = ticksBetween(low, high, about);
    const letters = Math.max(...ticks.map((tick) => tickText(tick).length)) + 1;
    if (ticks.length * letters * LETTER < width) return ticks;
  }
  return ticksBetween(low, high, 1);
}

function frameOf({ width, height, marginLeft, marginRight, marginTop, marginBottom }: Plot.Dimensions) {
  return {
    x: marginLeft,
    y: marginTop,
    width: width - marginLeft - marginRight,
    height: height - marginTop - marginBottom,
  };
}
