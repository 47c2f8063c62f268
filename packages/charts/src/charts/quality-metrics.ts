import { type ColumnTable, table } from "@ecephys/core/arquero";
import type { OptionNames } from "@ecephys/files";
import * as Plot from "@observablehq/plot";
import { FIGURE_OPTIONS, type Figure, type FigureOptions } from "../figure/figure.ts";
import { panel } from "../figure/panel.ts";
import { figure, figureSetup } from "../figure/setup.ts";
import { categoryColor } from "../figure/theme.ts";
import { brief, countText, rangeOf, tickText, wholeTicks } from "../numbers/range.ts";
import { firstColumn, numbersOf } from "./columns.ts";

/** Which metrics are drawn. */
export interface QualityMetricsOptions extends FigureOptions {
  /** Columns of numbers; by default those of the usual ones that the table has. */
  readonly metrics?: readonly string[] | undefined;
  /** Thresholds by column, drawn as lines; AllenSDK's defaults by default. */
  readonly thresholds?: Readonly<Record<string, number>> | undefined;
}

const OPTIONS: OptionNames<QualityMetricsOptions> = { ...FIGURE_OPTIONS, metrics: true, thresholds: true };
const ACTION = "Drawing quality metrics";

const USUAL = [
  "snr",
  "isi_violations",
  "amplitude_cutoff",
  "presence_ratio",
  "firing_rate",
  "d_prime",
  "isolation_distance",
];
const UNITS: Readonly<Record<string, string>> = { firing_rate: " (spikes/s)" };

/** AllenSDK's default filters. */
const THRESHOLDS: Readonly<Record<string, number>> = {
  isi_violations: 0.5,
  amplitude_cutoff: 0.1,
  presence_ratio: 0.95,
};

const BINS = 40;

/**
 * Histograms of units' quality metrics with the thresholds of AllenSDK's default filters. Each axis ends at the 99th
 * percentile; the last bin holds what is beyond, and missing values are counted in the label.
 * @param units One row per unit with at least one of the metrics' columns.
 * @throws an EcephysError "argument" for columns that are not there.
 */
export function qualityMetrics(units: ColumnTable, options: QualityMetricsOptions = {}): Figure {
  const { checks, width, height } = figureSetup(ACTION, options, OPTIONS);
  const names =
    checks.names("metrics", options.metrics) ?? USUAL.filter((name) => firstColumn(units, [name]));
  const { thresholds = THRESHOLDS } = options;
  const histograms = names.map((name) => histogram(name, numbersOf(units, name, ACTION)));
  if (histograms.length === 0)
    throw checks.refusal("units", units.columnNames().join(", "), `a table with some of ${USUAL.join(", ")}`);
  return figure(
    {
      title: `Quality of ${countText(units.numRows())} units`,
      subtitle: "number of units by metric, with the thresholds of the default filters",
      description: `Histograms of ${names.join(", ")} of ${countText(units.numRows())} units, with the thresholds ${Object.entries(
        thresholds,
      )
        .map(([name, value]) => `${name} ${value}`)
        .join(", ")}.`,
      width,
      table: () =>
        table({
          metric: histograms.flatMap(({ name, bins }) => bins.map(() => name)),
          from: histograms.flatMap(({ bins }) => bins.map(({ x1 }) => x1)),
          to: histograms.flatMap(({ bins }) => bins.map(({ x2 }) => x2)),
          count: histograms.flatMap(({ bins }) => bins.map(({ count }) => count)),
        }),
      sketch: () => ({
        kind: "rows",
        label: "number of units by metric, from the least to the 99th percentile",
        rows: histograms.map(({ name, bins }) => ({
          name,
          heights: bins.map(({ count }) => count),
          note: `${brief(bins[0]!.x1)} to ${brief(bins.at(-1)!.x2)}${thresholds[name] === undefined ? "" : `, threshold ${brief(thresholds[name])}`}`,
        })),
      }),
      panels: (document) =>
        histograms.map(({ name, bins, most, missing }, i) =>
          panel(document, {
            width,
            height: height ?? 122,
            marginTop: 10,
            x: {
              label: `${name}${UNITS[name] ?? ""}${missing > 0 ? `, missing in ${countText(missing)} units` : ""}`,
              domain: domainOf(bins, thresholds[name]),
            },
            y: {
              label: i === 0 ? "units" : "",
              domain: [0, most],
              ticks: wholeTicks(most, 4),
              tickFormat: tickText,
              grid: true,
            },
            marks: [
              Plot.rectY(
                bins.filter(({ count }) => count > 0),
                {
                  x1: "x1",
                  x2: "x2",
                  y: "count",
                  fill: categoryColor(0),
                  insetLeft: 0.5,
                  insetRight: 0.5,
                },
              ),
              ...(thresholds[name] === undefined
                ? []
                : [
                    Plot.ruleX([thresholds[name]], {
                      stroke: categoryColor(1),
                      strokeWidth: 1.6,
                      strokeDasharray: "5,3",
                      clip: true,
                    }),
                  ]),
              Plot.ruleY([0], { stroke: "currentColor" }),
            ],
          }),
        ),
    },
    options,
  );
}

/** The bins, and the threshold where it lies near them, with room for its line at either end. */
function domainOf(
  bins: readonly { readonly x1: number; readonly x2: number }[],
  threshold = Number.NaN,
): [number, number] {
  const [low, high] = [bins[0]!.x1, bins.at(-1)!.x2];
  const width = high - low;
  const isNear = threshold > low - width && threshold < high + width;
  const [from, to] = isNear ? [Math.min(low, threshold), Math.max(high, threshold)] : [low, high];
  return [from - (to - from) / 100, to + (to - from) / 100];
}

function histogram(name: string, values: Float64Array) {
  const finite = values.filter(Number.isFinite).sort();
  const [low, high] = rangeOf([finite[0] ?? 0, finite[Math.floor((finite.length - 1) * 0.99)] ?? 1]);
  const step = (high - low) / BINS;
  const bins = Array.from({ length: BINS }, (_, i) => ({
    x1: low + i * step,
    x2: low + (i + 1) * step,
    count: 0,
  }));
  for (const value of finite) bins[Math.min(BINS - 1, Math.floor((value - low) / step))]!.count++;
  const most = Math.max(1, ...bins.map(({ count }) => count));
  return { name, bins, most, missing: values.length - finite.length };
}
