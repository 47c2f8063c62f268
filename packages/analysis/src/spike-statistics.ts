import { type ColumnTable, table } from "@ecephys/core/arquero";
import type { OptionNames } from "@ecephys/files";
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
} from "./inputs.ts";
import { countInWindows, type Windows } from "./window-counts.ts";

export interface SpikeStatisticsOptions extends SpikeSelection {
  /** Summarise firing rates (spikes/s, over each presentation's own duration) instead of counts; false by default. */
  readonly useRates?: boolean | undefined;
}

export const SPIKE_STATISTICS_OPTIONS: OptionNames<SpikeStatisticsOptions> = {
  ...SPIKE_SELECTION,
  useRates: true,
};

const ACTION = "Summarising spikes by stimulus condition";

/** The presentations of one condition, as positions among the windows. */
interface Condition {
  readonly id: number;
  readonly members: Int32Array;
}

/**
 * Mean, standard deviation and standard error of each unit's spikes per presentation, by stimulus condition; units
 * that never fired are included. Spikes are counted in [start_time, stop_time). Presentations without a condition
 * (masked as invalid) or without a time are left out. `presentations` also needs `stimulus_condition_id` and, with
 * `useRates`, `duration` (seconds).
 *
 * @returns one row per condition and unit, sorted by condition, then unit: `unit_id`, `stimulus_condition_id`,
 * `spike_count` (all spikes; not with `useRates`), `stimulus_presentation_count`, `spike_mean`, `spike_std`
 * (of the sample, n - 1) and `spike_sem` (std / sqrt n), in spikes or spikes/s. Std and sem of a single
 * presentation are NaN.
 * @throws an EcephysError "not-found" for unknown ids, "argument" for a table without the columns.
 * @example
 * import { conditionwiseSpikeStatistics } from "@ecephys/analysis";
 *
 * const data = {
 *   spikeTimes: await session.spikeTimes(),
 *   presentations: await session.stimulusPresentations(),
 * };
 * const statistics = conditionwiseSpikeStatistics(data, { useRates: true });
 */
export function conditionwiseSpikeStatistics(
  data: SpikeData,
  options: SpikeStatisticsOptions = {},
): ColumnTable {
  const checks = checkInputs(data, options, SPIKE_STATISTICS_OPTIONS, ACTION);
  checks.flag("useRates", options.useRates);
  const unitIds = distinct(options.unitIds, "unitIds", ACTION);
  const presentationIds = distinct(options.stimulusPresentationIds, "stimulusPresentationIds", ACTION);
  const units = selectUnits(data.spikeTimes, unitIds, ACTION).sort((a, b) => a.id - b.id);
  const { presentations: source } = data;
  const { starts, rows } = selectPresentations(source, presentationIds, ACTION);
  const column = (name: string) => gather(numbersOf(source, name, ACTION), rows);
  const windows: Windows = { starts, stops: column("stop_time") };
  const durations = options.useRates ? column("duration") : undefined;
  const conditions = groupByCondition(column("stimulus_condition_id"), windows);

  const length = conditions.length * units.length;
  const columns = {
    unit_id: new Float64Array(length),
    stimulus_condition_id: new Float64Array(length),
    spike_count: new Float64Array(length),
    stimulus_presentation_count: new Float64Array(length),
    spike_mean: new Float64Array(length),
    spike_std: new Float64Array(length),
    spike_sem: new Float64Array(length),
  };
  for (const [u, unit] of units.entries()) {
    const counts = countInWindows(unit.times, windows);
    const values = durations ? counts.map((count, w) => count / durations[w]!) : counts;
    for (const [c, { id, members }] of conditions.entries()) {
      const row = c * units.length + u;
      const { mean, std, sem } = summarise(values, members);
      columns.unit_id[row] = unit.id;
      columns.stimulus_condition_id[row] = id;
      columns.spike_count[row] = total(counts, members);
      columns.stimulus_presentation_count[row] = members.length;
      columns.spike_mean[row] = mean;
      columns.spike_std[row] = std;
      columns.spike_sem[row] = sem;
    }
  }
  if (!options.useRates) return table(columns);
  const { spike_count: _, ...rates } = columns;
  return table(rates);
}

/** Conditions by ascending id; positions without one (masked presentations) or without times are left out. */
function groupByCondition(ids: Float64Array, { starts, stops }: Windows): Condition[] {
  const members = new Map<number, number[]>();
  for (const [position, id] of ids.entries()) {
    if (Number.isNaN(id + starts[position]! + stops[position]!)) continue;
    const list = members.get(id);
    if (list) list.push(position);
    else members.set(id, [position]);
  }
  return [...members]
    .map(([id, positions]) => ({ id, members: Int32Array.from(positions) }))
    .sort((a, b) => a.id - b.id);
}

/** Mean, standard deviation of the sample, and standard error of the mean, in two passes. */
function summarise(
  values: Float64Array,
  members: Int32Array,
): { readonly mean: number; readonly std: number; readonly sem: number } {
  const n = members.length;
  const mean = total(values, members) / n;
  let squares = 0;
  for (const at of members) squares += (values[at]! - mean) ** 2;
  const std = Math.sqrt(squares / (n - 1));
  return { mean, std, sem: std / Math.sqrt(n) };
}

function total(values: Float64Array, members: Int32Array): number {
  let sum = 0;
  for (const at of members) sum += values[at]!;
  return sum;
}
