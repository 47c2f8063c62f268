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
  timesOf,
  unitsOneByOne,
} from "./inputs.ts";
import { finish, type Steps } from "./steps.ts";
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
  return finish(spikeStatisticsSteps(data, options));
}

/** `conditionwiseSpikeStatistics` unit by unit. */
export function* spikeStatisticsSteps(
  data: SpikeData,
  options: SpikeStatisticsOptions = {},
): Steps<ColumnTable> {
  const checks = checkInputs(data, options, SPIKE_STATISTICS_OPTIONS, ACTION);
  checks.flag("useRates", options.useRates);
  const unitIds = distinct(options.unitIds, "unitIds", ACTION);
  const presentationIds = distinct(options.stimulusPresentationIds, "stimulusPresentationIds", ACTION);
  const units = unitsOneByOne(data.spikeTimes, unitIds, ACTION).sort((a, b) => a.id - b.id);
  const { presentations: source } = data;
  const { starts, rows } = selectPresentations(source, presentationIds, ACTION);
  const column = (name: string) => gather(numbersOf(source, name, ACTION), rows);
  const windows: Windows = { starts, stops: gather(timesOf(source, "stop_time", ACTION), rows) };
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
  const counts = new Float64Array(rows.length);
  const rates = new Float64Array(durations ? rows.length : 0);
  for (const [u, unit] of units.entries()) {
    countInWindows(unit.times, windows, counts);
    if (durations) for (let w = 0; w < rates.length; w++) rates[w] = counts[w]! / durations[w]!;
    const values = durations ? rates : counts;
    for (let c = 0; c < conditions.length; c++) {
      const { id, members } = conditions[c]!;
      const row = c * units.length + u;
      const n = members.length;
      const sum = total(values, members);
      const mean = sum / n;
      const std = Math.sqrt(squares(values, members, mean) / (n - 1));
      columns.unit_id[row] = unit.id;
      columns.stimulus_condition_id[row] = id;
      columns.spike_count[row] = durations ? 0 : sum;
      columns.stimulus_presentation_count[row] = n;
      columns.spike_mean[row] = mean;
      columns.spike_std[row] = std;
      columns.spike_sem[row] = std / Math.sqrt(n);
    }
    yield (u + 1) / units.length;
  }
  if (!options.useRates) return table(columns);
  const { spike_count: _, ...summaries } = columns;
  return table(summaries);
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

/** Of the deviations from the mean. */
function squares(values: Float64Array, members: Int32Array, mean: number): number {
  let sum = 0;
  for (let i = 0; i < members.length; i++) sum += (values[members[i]!]! - mean) ** 2;
  return sum;
}

function total(values: Float64Array, members: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < members.length; i++) sum += values[members[i]!]!;
  return sum;
}
