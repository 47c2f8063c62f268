import * as Plot from "@observablehq/plot";
import { panel } from "../figure/panel.ts";
import { MUTED } from "../figure/theme.ts";
import { rangeOf } from "../numbers/range.ts";
import type { Sketch, SketchSeries } from "../text/sketch.ts";
import { envelope } from "./envelope.ts";

/** One curve over time. */
export interface TimeCurve {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly color: string;
}

/** Curves over seconds, long ones reduced to what can be seen. */
export function timeSeriesPanel(
  document: Document,
  curves: readonly TimeCurve[],
  {
    width,
    height,
    label,
    domain,
    time = true,
    marginLeft,
  }: {
    readonly width: number;
    readonly height: number;
    readonly label: string;
    readonly domain: readonly [number, number];
    /** Whether the axis of time is drawn. */
    readonly time?: boolean;
    /** Room for the axis's values; that of all figures by default. */
    readonly marginLeft?: number;
  },
): Element {
  const points = curves.map(({ x, y, color }) => ({ ...envelope(x, y, Math.max(100, width)), color }));
  const [low, high] = rangeOf(points.flatMap(({ y }) => [...y]));
  return panel(document, {
    width,
    height,
    ...(marginLeft !== undefined && { marginLeft, ...(!time && { marginBottom: 4 }) }),
    x: { label: time ? "time (s)" : "", domain: [...domain], ...(!time && { axis: null }) },
    y: { label, domain: [low, high], ticks: 4, grid: true },
    marks: [
      ...(low < 0 && high > 0 ? [Plot.ruleY([0], { stroke: MUTED, strokeOpacity: 0.6 })] : []),
      ...points.map(({ x, y, color }) => Plot.line(x, { x, y, stroke: color, strokeWidth: 1 })),
    ],
  });
}

/** Curves over seconds for a terminal. */
export function timeSketch(series: readonly Omit<SketchSeries, "connected">[], yLabel: string): Sketch {
  return {
    kind: "points",
    xLabel: "time (s)",
    yLabel,
    xDomain: rangeOf(series.flatMap(({ x }) => [x[0] ?? 0, x[x.length - 1] ?? 1])),
    yDomain: rangeOf(series.flatMap(({ y }) => Array.from(y))),
    series: series.map(({ label, x, y }) => ({ label, connected: true, ...envelope(x, y, 400) })),
  };
}
