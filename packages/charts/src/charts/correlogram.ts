import { table } from "@ecephys/core/arquero";
import type { OptionNames } from "@ecephys/files";
import * as Plot from "@observablehq/plot";
import { FIGURE_OPTIONS, type Figure, type FigureOptions } from "../figure/figure.ts";
import { panel } from "../figure/panel.ts";
import { figure, figureSetup } from "../figure/setup.ts";
import { categoryColor, MUTED } from "../figure/theme.ts";
import { brief, rangeOf, tickText, wholeTicks } from "../numbers/range.ts";

/** Pairs of spikes by the time between them. */
export interface CorrelogramData {
  /** Centres of the bins, seconds, evenly spaced. */
  readonly lags: ArrayLike<number>;
  /** Pairs in each bin, or a rate. */
  readonly counts: ArrayLike<number>;
}

/** What is counted. */
export interface CorrelogramOptions extends FigureOptions {
  /** The y axis with its unit; "pairs of spikes" by default. */
  readonly label?: string | undefined;
}

const OPTIONS: OptionNames<CorrelogramOptions> = { ...FIGURE_OPTIONS, label: true };

/**
 * An auto- or cross-correlogram: bars of pairs of spikes by the time between them (ms).
 * @throws an EcephysError "argument" for lists of different lengths.
 */
export function correlogram({ lags, counts }: CorrelogramData, options: CorrelogramOptions = {}): Figure {
  const { checks, width, height } = figureSetup("Drawing a correlogram", options, OPTIONS);
  if (lags.length !== counts.length || lags.length < 2)
    throw checks.refusal("counts", counts.length, `as many counts as lags (${lags.length}), two or more`);
  const half = (lags[1]! - lags[0]!) / 2;
  const bars = Array.from(lags, (lag, i) => ({
    from: (lag - half) * 1000,
    to: (lag + half) * 1000,
    count: counts[i]!,
  }));
  const { label = "pairs of spikes" } = options;
  const most = Math.max(rangeOf(bars.map(({ count }) => count))[1], 0);
  return figure(
    {
      title: "Correlogram",
      description: `${label} by the time between them, ${brief(bars[0]!.from)} to ${brief(bars.at(-1)!.to)} ms; at most ${brief(rangeOf(Array.from(counts))[1])}.`,
      width,
      table: () => table({ lag: Float64Array.from(lags), count: Float64Array.from(counts) }),
      sketch: () => ({
        kind: "points",
        xLabel: "time between spikes (ms)",
        yLabel: label,
        xDomain: [bars[0]!.from, bars.at(-1)!.to],
        yDomain: [0, rangeOf(Array.from(counts))[1]],
        series: [
          { label: "", connected: true, x: Array.from(lags, (lag) => lag * 1000), y: Array.from(counts) },
        ],
      }),
      panels: (document) => [
        panel(document, {
          width,
          height: height ?? 240,
          x: { label: "time between spikes (ms)", domain: [bars[0]!.from, bars.at(-1)!.to] },
          y: {
            label,
            domain: [0, most],
            grid: true,
            // Counts are whole; rates are not.
            ...(bars.every(({ count }) => Number.isInteger(count)) && {
              ticks: wholeTicks(most, 5),
              tickFormat: tickText,
            }),
          },
          marks: [
            Plot.rectY(bars, {
              x1: "from",
              x2: "to",
              y: "count",
              fill: categoryColor(0),
              insetLeft: 0.3,
              insetRight: 0.3,
            }),
            Plot.ruleX([0], { stroke: MUTED, strokeDasharray: "3,3" }),
            Plot.ruleY([0], { stroke: "currentColor" }),
          ],
        }),
      ],
    },
    options,
  );
}
