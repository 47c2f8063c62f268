import type { StimulusAnalysis } from "@ecephys/analysis";
import { type FrameAnswer, type GoldenEntry, goldenEntries, type NdArray } from "@ecephys/fixtures";
import type { ColumnTable } from "arquero";
import { isMissing } from "../compare/values.ts";

/** Tolerances of the reference, by the beginning of a column's name: relative, or absolute. */
const RELATIVE: readonly (readonly [name: RegExp, tolerance: number])[] = [
  [/^run_pval/, 1e-9],
  [/^mod_idx/, 1e-8],
  [/^(?:width|height)_rf/, 1e-4],
];
const ABSOLUTE: Readonly<Record<string, number>> = {
  g_osi_dg: 1e-12,
  g_dsi_dg: 1e-12,
  p_value_rf: 1e-9,
};

/** Columns of fits that are compared only where the data determine the fit, and the recorded answer to that. */
const FITTED: Readonly<Record<string, string>> = {
  c50_dg: "c50_dg",
  width_rf: "width_rf",
  height_rf: "width_rf",
  on_screen_rf: "width_rf",
};

const computed = new WeakMap<StimulusAnalysis, Map<boolean, Promise<ColumnTable>>>();

/** The metrics of an analysis, computed once for all entries that need them. */
export function metricsOf(analysis: StimulusAnalysis, exact = false): Promise<ColumnTable> {
  const own = computed.get(analysis) ?? new Map<boolean, Promise<ColumnTable>>();
  computed.set(analysis, own);
  const known = own.get(exact) ?? analysis.metrics({ exact });
  own.set(exact, known);
  return known;
}

/** What differs between recorded metrics and ours. */
export function metricDifferences(entry: GoldenEntry, ours: ColumnTable): string[] {
  const answer = entry.answer() as FrameAnswer;
  const rowOf = new Map(Array.from(ours.array("unit_id") as Float64Array, (id, row) => [id, row] as const));
  const found: string[] = [];
  if (rowOf.size !== answer.index.values.length) found.push(`${rowOf.size} rows`);
  const names = answer.columns.map(({ name }) => name);
  const extra = ours.columnNames((name) => name !== "unit_id" && !names.includes(name));
  if (extra.length > 0) found.push(`extra columns ${extra.join(", ")}`);
  for (const { name, values } of answer.columns) {
    if (!ours.columnNames().includes(name)) {
      found.push(`no column ${name}`);
      continue;
    }
    const column = ours.array(name) as ArrayLike<unknown>;
    const determined = FITTED[name] && determinedUnits(entry.group, FITTED[name]);
    for (const [i, id] of answer.index.values.entries()) {
      if (determined && !determined.has(id as number)) continue;
      const [theirs, own] = [scalar(values![i]), column[rowOf.get(id as number)!]];
      if (!isSame(name, theirs, own)) found.push(`${name} of ${id}: ${own} instead of ${theirs}`);
    }
  }
  return found;
}

/** Cells may be arrays without dimensions. */
function scalar(value: unknown): unknown {
  return typeof value === "object" && value !== null && "data" in value ? (value as NdArray).data[0] : value;
}

/** Where p values are not within five standard errors of the limit of many resamplings. */
export function limitDifferences(entry: GoldenEntry, ours: ColumnTable): string[] {
  const limits = valuesOfUnits(entry.group, entry.method, entry.tag);
  return (ours.objects() as Record<string, number>[]).flatMap(({ unit_id, p_value_rf: own = Number.NaN }) => {
    const limit = limits.get(unit_id!) as number;
    const isNear = Math.abs(own - limit) <= 5 * Math.sqrt((limit * (1 - limit)) / 1000) + 0.002;
    return isNear || (isMissing(limit) && isMissing(own)) ? [] : [`${unit_id}: ${own} instead of ${limit}`];
  });
}

function isSame(name: string, theirs: unknown, ours: unknown): boolean {
  if (isMissing(theirs) || isMissing(ours)) return isMissing(theirs) && isMissing(ours);
  const [a, b] = [Number(theirs), Number(ours)];
  const relative = RELATIVE.find(([pattern]) => pattern.test(name))?.[1] ?? 1e-11;
  const absolute = name === "c50_dg" ? GRID_STEP : (ABSOLUTE[name] ?? (a === 0 ? 1e-12 : 0));
  return Math.abs(a - b) <= Math.max(relative * Math.abs(a), absolute);
}

/** The distance between contrasts at which a fitted curve is read, for the contrasts 0.01 to 1. */
export const GRID_STEP = ((1.1 - 0.9 * 0.01) / 255) * 1.000001;

/** Units whose fit does not depend on the path to it. */
export function determinedUnits(group: string, column: string): ReadonlySet<number> {
  const flags = valuesOfUnits(group, "fit_determined", column);
  return new Set([...flags.keys()].filter((unit) => flags.get(unit) === true));
}

/** The first column of a recorded frame, by unit; empty where there is none. */
function valuesOfUnits(group: string, method: string, tag: string): ReadonlyMap<number, unknown> {
  const entry = goldenEntries("analysis", group).find((one) => one.method === method && one.tag === tag);
  if (!entry) return new Map();
  const { index, columns } = entry.answer() as FrameAnswer;
  return new Map(index.values.map((unit, row) => [unit as number, columns[0]!.values![row]]));
}
