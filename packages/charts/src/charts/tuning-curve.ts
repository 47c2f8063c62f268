import type { ColumnTable } from "@ecephys/core/arquero";
import { table } from "@ecephys/core/arquero";
import type { OptionNames } from "@ecephys/files";
import * as Plot from "@observablehq/plot";
import { FIGURE_OPTIONS, type Figure, type FigureOptions } from "../figure/figure.ts";
import { panel } from "../figure/panel.ts";
import { figure, figureSetup } from "../figure/setup.ts";
import { categoryColor, MUTED } from "../figure/theme.ts";
import { brief, rangeOf } from "../numbers/range.ts";

/** One curve: a mean and its error at each value of a parameter. */
export interface TuningPoints {
  /** Whose curve it is, for the legend. */
  readonly label?: string | undefined;
  /** Values of the parameter, in any order. */
  readonly values: ArrayLike<number>;
  /** Mean firing rate (spikes/s) at each value; NaN where there is none. */
  readonly mean: ArrayLike<number>;
  /** Standard error of each mean; no error bars without it. */
  readonly standardError?: ArrayLike<number> | undefined;
}

/** What a tuning curve is called and compared with. */
export interface TuningCurveOptions extends FigureOptions {
  /** The parameter with its unit: "orientation (deg)". */
  readonly parameter?: string | undefined;
  /** Firing rate without a stimulus (spikes/s), drawn as a line. */
  readonly baseline?: number | undefined;
}

const OPTIONS: OptionNames<TuningCurveOptions> = { ...FIGURE_OPTIONS, parameter: true, baseline: true };

/**
 * Tuning curves: mean firing rate (spikes/s) with its standard error over the values of a stimulus parameter.
 * @throws an EcephysError "argument" for options that are wrong and lists of different lengths.
 * @example
 * import { tuningCurve } from "@ecephys/charts/node";
 *
 * tuningCurve({ values: [0, 45, 90], mean: [2, 8, 3], standardError: [0.4, 1, 0.5] }, { parameter: "orientation (deg)" });
 */
export function tuningCurve(
  curves: TuningPoints | readonly TuningPoints[],
  options: TuningCurveOptions = {},
): Figure {
  const { checks, width, height } = figureSetup("Drawing a tuning curve", options, OPTIONS);
  const { parameter = "value", baseline } = options;
  const list = isList(curves) ? curves : [curves];
  const points = list.flatMap(({ label = "", values, mean, standardError }, c) => {
    if (mean.length !== values.length || (standardError && standardError.length !== values.length))
      throw checks.refusal("mean", mean.length, `as many means and errors as values (${values.length})`);
    return Array.from(values, (value, i) => ({
      series: label || `curve ${c + 1}`,
      value,
      mean: mean[i]!,
      error: standardError?.[i] ?? Number.NaN,
    })).sort((a, b) => a.value - b.value);
  });
  const ends = points.flatMap(({ mean, error }) => [mean, mean + (error || 0)]);
  const most = rangeOf(ends)[1];
  const colors = new Map(
    [...new Set(points.map(({ series }) => series))].map((name, i) => [name, categoryColor(i)]),
  );
  const color = ({ series }: { series: string }) => colors.get(series);
  const best = points.reduce((top, point) => (point.mean > (top?.mean ?? -1) ? point : top), points[0]);
  return figure(
    {
      title: `Tuning to ${parameter.replace(/ \(.*\)$/, "")}`,
      subtitle: "mean firing rate and its standard error",
      description: `Firing rate by ${parameter}: highest, ${brief(best?.mean ?? Number.NaN)} spikes/s, at ${brief(best?.value ?? Number.NaN)}.`,
      width,
      legend: colors.size > 1 ? [...colors].map(([label, one]) => ({ label, color: one })) : [],
      table: () => tableOf(points),
      sketch: () => ({
        kind: "points",
        xLabel: parameter,
        yLabel: "firing rate (spikes/s)",
        xDomain: rangeOf(points.map(({ value }) => value)),
        yDomain: [0, most],
        series: [...colors.keys()].map((label) => {
          const own = points.filter(({ series }) => series === label);
          return { label, connected: true, x: own.map(({ value }) => value), y: own.map(({ mean }) => mean) };
        }),
      }),
      panels: (document) => [
        panel(document, {
          width,
          height: height ?? 280,
          x: {
            label: parameter,
            ticks: [...new Set(points.map(({ value }) => value))].slice(0, 12),
            inset: 8,
            tickFormat: brief,
          },
          y: { label: "firing rate (spikes/s)", domain: [0, most], grid: true, nice: true },
          color: { type: "identity" },
          marks: [
            ...(baseline === undefined
              ? []
              : [Plot.ruleY([baseline], { stroke: MUTED, strokeDasharray: "4,3" })]),
            Plot.ruleX(
              points.filter(({ error }) => Number.isFinite(error)),
              {
                x: "value",
                y1: ({ mean, error }: Point) => Math.max(0, mean - error),
                y2: ({ mean, error }: Point) => mean + error,
                stroke: color,
              },
            ),
            Plot.lineY(points, { x: "value", y: "mean", z: "series", stroke: color, strokeWidth: 1.6 }),
            Plot.dot(points, { x: "value", y: "mean", fill: color, r: 3.2 }),
          ],
        }),
      ],
    },
    options,
  );
}

function isList(curves: TuningPoints | readonly TuningPoints[]): curves is readonly TuningPoints[] {
  return Array.isArray(curves);
}

interface Point {
  readonly series: string;
  readonly value: number;
  readonly mean: number;
  readonly error: number;
}

function tableOf(points: readonly Point[]): ColumnTable {
  return table({
    series: points.map(({ series }) => series),
    value: points.map(({ value }) => value),
    mean_rate: points.map(({ mean }) => mean),
    standard_error: points.map(({ error }) => error),
  });
}
