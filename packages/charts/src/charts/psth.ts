import { table } from "@ecephys/core/arquero";
import { DataArray } from "@ecephys/core/internal";
import type { OptionNames } from "@ecephys/files";
import * as Plot from "@observablehq/plot";
import { FIGURE_OPTIONS, type Figure, type FigureOptions } from "../figure/figure.ts";
import { panel } from "../figure/panel.ts";
import { figure, figureSetup } from "../figure/setup.ts";
import { categoryColor, MUTED } from "../figure/theme.ts";
import { brief, rangeOf } from "../numbers/range.ts";
import { seriesOf } from "./series.ts";

/** What a PSTH shows beside its curves. */
export interface PsthFigureOptions extends FigureOptions {
  /** What the curves differ in, with its unit ("orientation (deg)"), for the legend. */
  readonly seriesName?: string | undefined;
}

const OPTIONS: OptionNames<PsthFigureOptions> = { ...FIGURE_OPTIONS, seriesName: true };

/**
 * Peri-stimulus time histograms: firing rate (spikes/s) over the time from onset (s), one curve per unit, or one per
 * entry of a map (a condition, say; of several units the mean).
 * @param rates What `psth` of `@ecephys/analysis` or of a session gives, unit_id × time_relative_to_stimulus_onset.
 * @throws an EcephysError "argument" for options that are wrong or arrays of other dimensions.
 * @example
 * import { psth } from "@ecephys/charts/node";
 *
 * const rates = await session.psth({ unitIds: 950911932, binSize: 0.02 });
 * console.log(psth(rates).svg());
 */
export function psth(
  rates: DataArray | ReadonlyMap<string, DataArray>,
  options: PsthFigureOptions = {},
): Figure {
  const { checks, width, height } = figureSetup("Drawing a PSTH", options, OPTIONS);
  const curves = rates instanceof DataArray ? byUnit(rates) : byEntry(rates);
  if (curves.length === 0) throw checks.refusal("rates", rates, "at least one curve");
  const points = curves.flatMap(({ label, x, y }) =>
    Array.from(x, (time, i) => ({ series: label, time, rate: y[i]! })),
  );
  const [from, to] = rangeOf(points.map(({ time }) => time));
  const most = rangeOf(points.map(({ rate }) => rate))[1];
  const colors = new Map(curves.map(({ label }, i) => [label, categoryColor(i)]));
  const what = curves.length === 1 ? curves[0]!.label : `${curves.length} curves`;
  return figure(
    {
      title: curves.length === 1 ? `Response of ${what}` : "Responses",
      subtitle: `mean firing rate around the onset${options.seriesName ? `, by ${options.seriesName}` : ""}`,
      description: `Firing rate over the time from onset, ${from} to ${to} s, of ${what}; at most ${brief(most)} spikes/s.`,
      width,
      legend: curves.length > 1 ? [...colors].map(([label, color]) => ({ label, color })) : [],
      table: () =>
        table({
          series: points.map(({ series }) => series),
          time_relative_to_stimulus_onset: Float64Array.from(points, ({ time }) => time),
          firing_rate: Float64Array.from(points, ({ rate }) => rate),
        }),
      sketch: () => ({
        kind: "points",
        xLabel: "time from onset (s)",
        yLabel: "firing rate (spikes/s)",
        xDomain: [from, to],
        yDomain: [0, most],
        series: curves.map((curve) => ({ ...curve, connected: true })),
      }),
      panels: (document) => [
        panel(document, {
          width,
          height: height ?? 280,
          x: { label: "time from onset (s)", domain: [from, to] },
          y: { label: "firing rate (spikes/s)", domain: [0, most], grid: true, nice: true },
          marks: [
            Plot.ruleX([0], { stroke: MUTED, strokeDasharray: "3,3" }),
            ...(curves.length === 1
              ? [Plot.areaY(points, { x: "time", y: "rate", fill: categoryColor(0), fillOpacity: 0.2 })]
              : []),
            Plot.lineY(points, {
              x: "time",
              y: "rate",
              z: "series",
              stroke: ({ series }: { series: string }) => colors.get(series),
              strokeWidth: 1.6,
            }),
          ],
          color: { type: "identity" },
        }),
      ],
    },
    options,
  );
}

function byUnit(rates: DataArray) {
  const { x, rows } = seriesOf(rates, "unit_id", "time_relative_to_stimulus_onset");
  return rows.map(({ label, values }) => ({ label: `unit ${label}`, x, y: values }));
}

function byEntry(rates: ReadonlyMap<string, DataArray>) {
  return [...rates].map(([label, array]) => {
    const { x, rows } = seriesOf(array, "unit_id", "time_relative_to_stimulus_onset");
    const mean = Float64Array.from(
      x,
      (_, i) => rows.reduce((sum, { values }) => sum + values[i]!, 0) / rows.length,
    );
    return { label, x, y: mean };
  });
}
