import {
  c50,
  chiSquare,
  fitContrastResponse,
  gaussianMoments,
  invertReceptiveField,
  type ReceptiveFieldMapping,
  type StimulusAnalysis,
} from "@ecephys/analysis";
import type { Answer, GoldenEntry, NdArray } from "@ecephys/fixtures";
import type { ColumnTable } from "arquero";
import { isSameValue } from "../compare/values.ts";
import { determinedUnits, GRID_STEP, metricsOf } from "./metrics.ts";

type Details = ReadonlyMap<string, unknown>;

function unitsOf(answer: Answer): readonly Details[] {
  return ((answer as { value: Details }).value.get("units") ?? []) as readonly Details[];
}

function compare(what: string, unit: unknown, theirs: unknown, ours: unknown, relative = 1e-11): string[] {
  const isSame = isSameValue(theirs, ours, { relative });
  return isSame ? [] : [`${what} of ${unit}: ${String(ours)} instead of ${String(theirs)}`];
}

/** Parameters within 1e-4, widths without sign. */
function compareFits(unit: unknown, { data }: NdArray, ours: readonly number[]): string[] {
  const isSame = ours.every((own, k) => {
    const theirs = k > 2 ? Math.abs(data[k] as number) : (data[k] as number);
    return Math.abs(own - theirs) <= 1e-4 * Math.max(1, Math.abs(theirs));
  });
  return isSame ? [] : [`fit of ${unit}: ${ours} instead of ${data}`];
}

/** The points that contrast response curves are fitted to, and the fits that the data determine. */
export async function contrastDifferences(entry: GoldenEntry, analysis: StimulusAnalysis): Promise<string[]> {
  const contrast = analysis.contrast()!;
  const presentations = contrast.stimTable() as ColumnTable;
  const conditions = new Map<number, { orientation: number; contrast: number }>();
  for (const row of presentations.objects() as Record<string, number>[])
    if (!conditions.has(row.stimulus_condition_id!))
      conditions.set(row.stimulus_condition_id!, { orientation: row.orientation!, contrast: row.contrast! });
  const statistics = (await contrast.conditionwiseStatistics()).objects();
  const preferred = await metricsOf(analysis);
  const preferences = new Map(
    (preferred.objects() as Record<string, number>[]).map((row) => [row.unit_id!, row.pref_ori_dg!]),
  );
  const determined = determinedUnits(entry.group, "c50_dg");
  return unitsOf(entry.answer()).flatMap((details) => {
    const unit = details.get("unit_id") as number;
    const orientation = preferences.get(unit);
    const shown = [...conditions].filter(([, condition]) => condition.orientation === orientation);
    const contrasts = shown.map(([, condition]) => condition.contrast);
    const responses = shown.map(
      ([id]) =>
        statistics.find((row) => row.unit_id === unit && row.stimulus_condition_id === id)!.spike_mean,
    );
    const found = [
      ...compare("preferred orientation", unit, details.get("pref_ori"), orientation),
      ...compare("contrasts", unit, details.get("contrasts"), contrasts),
      ...compare("responses", unit, details.get("responses"), responses),
    ];
    if (!determined.has(unit) || contrasts.length < 4) return found;
    const fit = fitContrastResponse(contrasts, responses);
    return [
      ...found,
      ...compare("cost", unit, details.get("cost"), fit?.cost, 1e-3),
      ...(Math.abs(c50(contrasts, responses) - (details.get("c50") as number)) <= GRID_STEP
        ? []
        : [`c50 of ${unit}: ${c50(contrasts, responses)} instead of ${details.get("c50")}`]),
    ];
  });
}

/** Masks, starts of fits and χ² of receptive fields, and the fits that the data determine. */
export async function fieldDifferences(entry: GoldenEntry, analysis: StimulusAnalysis): Promise<string[]> {
  const mapping = analysis as unknown as ReceptiveFieldMapping;
  const fields = await mapping.receptiveFields();
  const masks = await mapping.receptiveFieldMasks();
  const fits = (await mapping.receptiveFieldFits()).objects();
  const statistics = await mapping.presentationwiseStatistics();
  const positions = mapping.stimTable();
  const ys = positions.array("y_position");
  const places = Array.from(positions.array("x_position"), (x, i) => `${x} ${ys[i]}`);
  const known = [...new Set(places)];
  const categories = places.map((place) => known.indexOf(place));
  const determined = determinedUnits(entry.group, "width_rf");
  const [rows = 0, columns = 0] = fields.shape;
  return unitsOf(entry.answer()).flatMap((details) => {
    const unit = details.get("unit_id") as number;
    const counts = (statistics.filter((row) => row.unit_id === unit) as ColumnTable)
      .reify()
      .array("spike_counts") as Float64Array;
    const total = counts.reduce((sum, count) => sum + count, 0);
    const found = compare("spikes", unit, details.get("total_spikes"), total);
    if (!details.has("mask")) return found;
    const own = fits.find((row) => row.unit_id === unit)!;
    const field = { data: fields.sel({ unit_id: unit }).data, rows, columns };
    const start = gaussianMoments(own.inverted === true ? invertReceptiveField(field) : field);
    found.push(
      ...compare("χ²", unit, details.get("chi"), chiSquare(counts, categories)),
      ...compare("mask", unit, details.get("mask"), masks.sel({ unit_id: unit }).data),
      ...compare("column", unit, details.get("center_x"), own.mask_column),
      ...compare("row", unit, details.get("center_y"), own.mask_row),
      ...compare("area", unit, details.get("area"), own.mask_area),
      ...compare("inverted", unit, details.get("inverted"), own.inverted),
    );
    if (details.has("start"))
      found.push(...compare("start", unit, details.get("start"), start && Object.values(start)));
    if (!determined.has(unit)) return found;
    const fit = [own.height, own.center_row, own.center_column, own.width_rows, own.width_columns];
    return [
      ...found,
      ...compareFits(unit, details.get("fit") as NdArray, fit as number[]),
      ...compare("cost", unit, details.get("cost"), own.cost, 1e-6),
    ];
  });
}
