import type { ColumnTable } from "@ecephys/core/arquero";
import type { OptionNames } from "@ecephys/files";
import type * as Plot from "@observablehq/plot";
import { ruleX } from "@observablehq/plot";
import type { Figure, FigureOptions, LegendEntry } from "../figure/figure.ts";
import { FIGURE_OPTIONS } from "../figure/figure.ts";
import { panel, tickMark } from "../figure/panel.ts";
import { figure, figureSetup } from "../figure/setup.ts";
import { categoryColor, INK, MUTED } from "../figure/theme.ts";
import { countText, rangeOf } from "../numbers/range.ts";

/** What a raster shows beside its ticks. */
export interface RasterFigureOptions extends FigureOptions {
  /** From and to, seconds from onset; the ticks' own range by default. */
  readonly window?: readonly [from: number, to: number] | undefined;
  /** Number of trials that were looked at, those without a spike included; the last one with a spike by default. */
  readonly trials?: number | undefined;
  /** What each trial was (an orientation, say): trials are sorted by it and coloured, one label per trial. */
  readonly labels?: readonly (string | number)[] | undefined;
  /** The labels' name with its unit, for the legend. */
  readonly labelName?: string | undefined;
}

const OPTIONS: OptionNames<RasterFigureOptions> = {
  ...FIGURE_OPTIONS,
  window: true,
  trials: true,
  labels: true,
  labelName: true,
};

/** More values than these have no colours and no legend of their own: trials are sorted by them. */
const MOST_COLORS = 16;
/** Pixels left of a raster of several units, for their ids, and how many of these there is room for. */
const UNIT_MARGIN = 92;
const MOST_NAMES = 20;

/**
 * A raster: one tick per spike, time from onset (s) to the right, one row per trial, the first on top; units below one
 * another.
 * @param ticks What `rasterTable` gives: `unit_id`, `trial`, `time_relative_to_stimulus_onset`.
 * @throws an EcephysError "argument" for options that are wrong.
 * @example
 * import { raster } from "@ecephys/charts/node";
 *
 * const ticks = await session.rasterTable({ unitIds: 950911932, window: [-0.1, 0.5] });
 * console.log(raster(ticks, { window: [-0.1, 0.5] }).svg());
 */
export function raster(ticks: ColumnTable, options: RasterFigureOptions = {}): Figure {
  const { checks, width, height } = figureSetup("Drawing a raster", options, OPTIONS);
  const times = Float64Array.from(ticks.array("time_relative_to_stimulus_onset") as ArrayLike<number>);
  const trial = Float64Array.from(ticks.array("trial") as ArrayLike<number>);
  const unit = Float64Array.from(ticks.array("unit_id") as ArrayLike<number>);
  const units = [...new Set(unit)];
  const [first, last] = checks.range("window", options.window) ?? rangeOf(times);
  const trials =
    checks.count("trials", options.trials) ?? trial.reduce((most, one) => Math.max(most, one + 1), 1);
  const { order, groups } = sortedTrials(options.labels, trials);
  const rows = Float64Array.from(trial, (one, i) => units.indexOf(unit[i]!) * trials + (order[one] ?? one));
  const total = Math.max(1, units.length * trials);
  const marks: Plot.Markish[] = groups.map(({ color, holds }) => {
    const chosen = indicesWhere(trial, holds);
    return tickMark({ x: chosen.map((i) => times[i]!), row: chosen.map((i) => rows[i]!) }, color);
  });
  const unitText = units.length === 1 ? `unit ${units[0]}` : `${units.length} units`;
  const legend: readonly LegendEntry[] = groups.length > 1 ? groups : [];
  const split = options.labels && new Set(options.labels).size > 1 ? options.labelName : undefined;
  return figure(
    {
      title: `Spikes of ${unitText}`,
      subtitle: `${countText(times.length)} spikes in ${countText(trials)} trials${split ? `, ${legend.length > 0 ? "" : "sorted "}by ${split}` : ""}`,
      description: `Raster of ${countText(times.length)} spikes of ${unitText} in ${countText(trials)} trials, from ${first} to ${last} s around the onset, one row per trial${units.length > 1 ? ", units below one another" : ""}.`,
      width,
      legend,
      table: () => ticks,
      sketch: () => ({
        kind: "points",
        xLabel: "time from onset (s)",
        yLabel: units.length === 1 ? "trial" : "trial, by unit",
        xDomain: [first, last],
        yDomain: [total, 0],
        series: groups.map(({ label, holds }) => {
          const chosen = indicesWhere(trial, holds);
          return {
            label,
            connected: false,
            x: chosen.map((i) => times[i]!),
            y: chosen.map((i) => rows[i]! + 0.5),
          };
        }),
      }),
      panels: (document) => [
        panel(document, {
          width,
          height: height ?? Math.min(640, Math.max(180, 70 + total * 3)),
          ...(units.length > 1 && { marginLeft: UNIT_MARGIN }),
          x: { label: "time from onset (s)", domain: [first, last] },
          y: {
            label: units.length === 1 ? "trial" : "unit, a row for each trial",
            domain: [total, 0],
            ...(units.length > 1 && unitTicks(units, trials)),
          },
          marks: [
            ruleX([0], { stroke: MUTED, strokeDasharray: "3,3" }),
            ...marks,
            ...(units.length > 1 ? [unitLines(units.length, trials)] : []),
          ],
        }),
      ],
    },
    options,
  );
}

interface TrialGroup extends LegendEntry {
  readonly holds: (trial: number) => boolean;
}

/** The row of each trial, and the trials of each colour. */
function sortedTrials(
  labels: readonly (string | number)[] | undefined,
  trials: number,
): { readonly order: readonly number[]; readonly groups: readonly TrialGroup[] } {
  const all = Array.from({ length: trials }, (_, i) => i);
  if (!labels) return { order: all, groups: [{ label: "", color: INK, holds: () => true }] };
  const names = [...new Set(labels)].sort(compareLabels);
  const sorted = [...all].sort((a, b) => names.indexOf(labels[a]!) - names.indexOf(labels[b]!) || a - b);
  const order: number[] = [];
  for (const [row, trial] of sorted.entries()) order[trial] = row;
  if (names.length > MOST_COLORS) return { order, groups: [{ label: "", color: INK, holds: () => true }] };
  const groups = names.map((name, i) => ({
    label: String(name),
    color: categoryColor(i),
    holds: (trial: number) => labels[trial] === name,
  }));
  return { order, groups };
}

/** Numbers by size, before text by letters. */
export function compareLabels(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "number") return -1;
  if (typeof b === "number") return 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function indicesWhere(values: Float64Array, holds: (value: number) => boolean): number[] {
  const found: number[] = [];
  for (let i = 0; i < values.length; i++) if (holds(values[i]!)) found.push(i);
  return found;
}

/** The name of each unit in the middle of its trials, of as many as there is room for. */
function unitTicks(units: readonly number[], trials: number) {
  const every = Math.ceil(units.length / MOST_NAMES);
  const named = units.filter((_, i) => i % every === 0);
  return {
    labelOffset: UNIT_MARGIN - 8,
    ticks: named.map((unit) => (units.indexOf(unit) + 0.5) * trials),
    tickFormat: (row: number) => String(units[Math.floor(row / trials)] ?? ""),
  };
}

function unitLines(units: number, trials: number): Plot.Markish {
  const rows = Array.from({ length: units - 1 }, (_, i) => (i + 1) * trials);
  return (_index, scales, _values, { width, marginLeft, marginRight }, context) => {
    const toY = scales.y as unknown as (y: number) => number;
    const path = context.document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", rows.map((row) => `M${marginLeft},${toY(row)}H${width - marginRight}`).join(""));
    path.setAttribute("stroke", MUTED);
    return path as SVGElement;
  };
}
