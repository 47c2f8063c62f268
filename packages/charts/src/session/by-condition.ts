import type { DataArray } from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import { argumentChecks } from "@ecephys/files";
import { firstColumn, numbersOf } from "../charts/columns.ts";
import { psth } from "../charts/psth.ts";
import { compareLabels, raster } from "../charts/raster.ts";
import { type TuningPoints, tuningCurve } from "../charts/tuning-curve.ts";
import type { Figure, FigureOptions } from "../figure/figure.ts";
import type { ChartSession } from "./chart-session.ts";
import { type ChosenPresentations, presentationsOf, selectionOf } from "./presentations.ts";
import { chosenUnits } from "./units.ts";

interface Options extends FigureOptions {
  readonly unitIds?: readonly number[] | undefined;
  readonly stimulus?: string | undefined;
  readonly intervals?: string | undefined;
  readonly align?: string | undefined;
  readonly by?: string | undefined;
  readonly window?: readonly [number, number] | undefined;
  readonly binSize?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const WINDOW = [-0.1, 0.5] as const;

/** Most conditions with a colour of their own. */
const MOST_CURVES = 8;

const UNITS: Readonly<Record<string, string>> = {
  orientation: "orientation (deg)",
  temporal_frequency: "temporal frequency (Hz)",
  spatial_frequency: "spatial frequency (cycles/deg)",
  x_position: "azimuth (deg)",
  y_position: "elevation (deg)",
};

export async function conditionRaster(session: ChartSession, options: Options): Promise<Figure> {
  const { window = WINDOW, by, signal } = options;
  const unitIds = await chosenUnits(session, options);
  const { ids, labels } = await presentationsOf(session, options);
  const ticks = await session.rasterTable({ unitIds, ...selectionOf(options, ids), window, signal });
  return raster(ticks, {
    ...named(options, `Spikes of ${unitText(unitIds)}${around(options)}`),
    window,
    trials: ids.length,
    labels,
    labelName: by && (UNITS[by] ?? by),
  });
}

export async function conditionPsth(session: ChartSession, options: Options): Promise<Figure> {
  const { window = WINDOW, binSize = 0.01, by, signal } = options;
  const unitIds = await chosenUnits(session, options);
  const chosen = await presentationsOf(session, options);
  const rates = (ids: readonly number[]) =>
    session.psth({ unitIds, ...selectionOf(options, ids), window, binSize, signal });
  const look = named(options, `Response of ${unitText(unitIds)}${around(options)}`);
  if (by === undefined) return psth(await rates(chosen.ids), look);
  const curves = new Map<string, DataArray>();
  for (const [label, ids] of groupsOf(chosen).slice(0, MOST_CURVES))
    curves.set(String(label), await rates(ids));
  const left = groupsOf(chosen).length - curves.size;
  return psth(curves, {
    ...look,
    seriesName: `${UNITS[by] ?? by}${left > 0 ? ` (the first ${curves.size} of ${curves.size + left} values)` : ""}`,
  });
}

export async function conditionTuning(session: ChartSession, options: Options): Promise<Figure> {
  const { by = "orientation", signal } = options;
  const unitIds = await chosenUnits(session, options);
  const chosen = await presentationsOf(session, { ...options, by });
  if (chosen.labels?.some((label) => typeof label !== "number"))
    throw argumentChecks("Drawing a tuning curve").refusal("the option by", by, "a column of numbers");
  const durations = durationsOf(chosen.table).filter(Number.isFinite).sort();
  const window = options.window ?? [0, durations[Math.floor(durations.length / 2)] ?? 1];
  const seconds = window[1] - window[0];
  const ticks = await session.rasterTable({
    unitIds,
    ...selectionOf(options, chosen.ids),
    window,
    signal,
  });
  const units = numbersOf(ticks, "unit_id", "Drawing a tuning curve");
  const trials = numbersOf(ticks, "trial", "Drawing a tuning curve");
  const curves = unitIds.map((unit): TuningPoints => {
    const counts = new Float64Array(chosen.ids.length);
    for (let i = 0; i < trials.length; i++) if (units[i] === unit) counts[trials[i]!]!++;
    const rows = new Map(chosen.ids.map((id, row) => [id, row]));
    const points = groupsOf(chosen).map(([label, ids]) => ({
      value: Number(label),
      ...meanOf(ids.map((id) => counts[rows.get(id)!]! / seconds)),
    }));
    return {
      label: `unit ${unit}`,
      values: points.map(({ value }) => value),
      mean: points.map(({ mean }) => mean),
      standardError: points.map(({ standardError }) => standardError),
    };
  });
  return tuningCurve(curves, {
    ...named(options, `Tuning of ${unitText(unitIds)}${around(options)}`),
    parameter: UNITS[by] ?? by,
  });
}

/** Seconds that each presentation, or row of intervals, lasts. */
function durationsOf(table: ColumnTable): Float64Array {
  const action = "Drawing a tuning curve";
  if (firstColumn(table, ["duration"])) return numbersOf(table, "duration", action);
  const starts = numbersOf(table, "start_time", action);
  return numbersOf(table, "stop_time", action).map((stop, i) => stop - starts[i]!);
}

/** The presentations of each label, labels in their order. */
function groupsOf({ ids, labels = [] }: ChosenPresentations): [string | number, number[]][] {
  const groups = new Map<string | number, number[]>();
  for (const [i, label] of labels.entries()) {
    const group = groups.get(label);
    if (group) group.push(ids[i]!);
    else groups.set(label, [ids[i]!]);
  }
  return [...groups].sort(([a], [b]) => compareLabels(a, b));
}

function meanOf(values: readonly number[]): { readonly mean: number; readonly standardError: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (values.length - 1) / values.length) };
}

function named({ title, width, height }: FigureOptions, own: string): FigureOptions {
  return { title: title ?? own, width, height };
}

function unitText(unitIds: readonly number[]): string {
  return unitIds.length === 1 ? `unit ${unitIds[0]}` : `${unitIds.length} units`;
}

function around({ stimulus, intervals, align }: Options): string {
  const name = stimulus ?? intervals?.slice(intervals.lastIndexOf("/") + 1);
  return name === undefined ? "" : `, ${name}${align === undefined ? "" : ` (${align})`}`;
}
