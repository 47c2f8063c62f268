import { DataArray } from "@ecephys/core";
import type { OptionNames } from "@ecephys/files";
import { allocate } from "../allocate.ts";
import {
  checkInputs,
  distinct,
  gather,
  numbersOf,
  SPIKE_SELECTION,
  type SpikeData,
  type SpikeSelection,
  selectPresentations,
  selectUnits,
} from "../inputs.ts";
import { pearson } from "../numeric/moments.ts";
import { countInWindows } from "../window-counts.ts";

const NAMES: OptionNames<SpikeSelection> = SPIKE_SELECTION;

/**
 * Noise correlations: how the responses of two units to the same stimulus vary together from presentation to presentation
 * (Cohen, Kohn 2011). Counts in [start_time, stop_time) are z-scored within each condition, and correlated (Pearson) over
 * all presentations of conditions with two or more. Needs `stimulus_condition_id`; presentations without one are left out.
 * @returns "noise_correlation", dims unit_id × other_unit_id; 1 on the diagonal, NaN where a unit does not vary.
 * @throws an EcephysError "not-found" for unknown ids, "argument" for a table without the columns.
 */
export function noiseCorrelations(data: SpikeData, options: SpikeSelection = {}): DataArray<Float64Array> {
  const { unitIds, counts, conditions } = responses(data, options, "Computing noise correlations");
  const scores = counts.map((own) => zScores(own, conditions));
  return matrix("noise_correlation", unitIds, scores);
}

/**
 * Signal correlations: how alike the tuning of two units is, Pearson's correlation of their mean counts over conditions
 * (Cohen, Kohn 2011). Arguments and errors as in `noiseCorrelations`.
 * @returns "signal_correlation", dims unit_id × other_unit_id; NaN where a unit responds alike to all conditions.
 */
export function signalCorrelations(data: SpikeData, options: SpikeSelection = {}): DataArray<Float64Array> {
  const { unitIds, counts, conditions } = responses(data, options, "Computing signal correlations");
  const means = counts.map((own) => Float64Array.from(conditions, (members) => meanOf(own, members)));
  return matrix("signal_correlation", unitIds, means);
}

interface Responses {
  readonly unitIds: Float64Array;
  /** By unit, by presentation. */
  readonly counts: readonly Float64Array[];
  /** Positions of presentations. */
  readonly conditions: readonly (readonly number[])[];
}

function responses(data: SpikeData, options: SpikeSelection, action: string): Responses {
  checkInputs(data, options, NAMES, action);
  const unitIds = distinct(options.unitIds, "unitIds", action);
  const presentationIds = distinct(options.stimulusPresentationIds, "stimulusPresentationIds", action);
  const units = selectUnits(data.spikeTimes, unitIds, action);
  const { starts, rows } = selectPresentations(data.presentations, presentationIds, action);
  const stops = gather(numbersOf(data.presentations, "stop_time", action), rows);
  const ids = gather(numbersOf(data.presentations, "stimulus_condition_id", action), rows);
  const conditions = new Map<number, number[]>();
  for (const [i, id] of ids.entries()) {
    if (!(starts[i]! <= stops[i]!) || Number.isNaN(id)) continue;
    const members = conditions.get(id) ?? [];
    members.push(i);
    conditions.set(id, members);
  }
  return {
    unitIds: Float64Array.from(units, ({ id }) => id),
    counts: units.map(({ times }) => countInWindows(times, { starts, stops })),
    conditions: [...conditions.values()],
  };
}

function meanOf(counts: Float64Array, members: readonly number[]): number {
  return members.reduce((sum, i) => sum + counts[i]!, 0) / members.length;
}

/** Deviations from the mean of a condition, in its standard deviations; 0 where the unit does not vary. */
function zScores(counts: Float64Array, conditions: Responses["conditions"]): Float64Array {
  return Float64Array.from(
    conditions.flatMap((members) => {
      if (members.length < 2) return [];
      const centre = meanOf(counts, members);
      const spread = Math.sqrt(
        members.reduce((sum, i) => sum + (counts[i]! - centre) ** 2, 0) / (members.length - 1),
      );
      return members.map((i) => (spread > 0 ? (counts[i]! - centre) / spread : 0));
    }),
  );
}

function matrix(
  name: string,
  unitIds: Float64Array,
  values: readonly Float64Array[],
): DataArray<Float64Array> {
  const n = unitIds.length;
  const data = allocate(Float64Array, [n, n], "units × units", "Correlating units");
  for (let i = 0; i < n; i++)
    for (let j = i; j < n; j++) {
      const r =
        i === j && !Number.isNaN(pearson(values[i]!, values[i]!)) ? 1 : pearson(values[i]!, values[j]!);
      data[i * n + j] = r;
      data[j * n + i] = r;
    }
  return new DataArray({
    name,
    dims: ["unit_id", "other_unit_id"],
    shape: [n, n],
    coords: { unit_id: unitIds, other_unit_id: unitIds },
    data,
  });
}
