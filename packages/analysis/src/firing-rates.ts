import { type ColumnTable, table } from "@ecephys/core/arquero";
import type { OptionNames } from "@ecephys/files";
import { groupRows } from "./groups.ts";
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
import { countInWindows } from "./window-counts.ts";

/** Which units and presentations, and how to group them. */
export interface FiringRateOptions extends SpikeSelection {
  /** Column of the presentations to group by, such as "stimulus_name"; no groups by default. */
  readonly by?: string | undefined;
}

export const FIRING_RATE_OPTIONS: OptionNames<FiringRateOptions> = { ...SPIKE_SELECTION, by: true };

const ACTION = "Computing firing rates";

/**
 * Mean firing rate of each unit during presentations, [start_time, stop_time): all spikes divided by all seconds.
 *
 * @returns one row per unit (and value of the column `by`, in order of first appearance): `unit_id`, `by`'s
 * column under its name, `spike_count`, `duration` (seconds, summed), `firing_rate` (spikes/s; NaN without
 * any time).
 * @throws an EcephysError "not-found" for unknown ids, "argument" for a table without the columns.
 */
export function firingRates(data: SpikeData, options: FiringRateOptions = {}): ColumnTable {
  const checks = checkInputs(data, options, FIRING_RATE_OPTIONS, ACTION);
  const by = options.by === undefined ? undefined : checks.text("by", options.by);
  const units = selectUnits(data.spikeTimes, options.unitIds, ACTION);
  const presentationIds = distinct(options.stimulusPresentationIds, "stimulusPresentationIds", ACTION);
  const selected = selectPresentations(data.presentations, presentationIds, ACTION);
  const stops = gather(numbersOf(data.presentations, "stop_time", ACTION), selected.rows);
  const groups = groupRows(data.presentations, selected.rows, by === undefined ? [] : [by], ACTION);
  const unitIds: number[] = [];
  const values: unknown[] = [];
  const spikes: number[] = [];
  const durations: number[] = [];
  const windows = { starts: selected.starts, stops };
  for (const { id, times } of units) {
    const counts = countInWindows(times, windows);
    for (const { key, members } of groups) {
      unitIds.push(id);
      values.push(key[0]);
      spikes.push(members.reduce((sum, w) => sum + counts[w]!, 0));
      durations.push(members.reduce((sum, w) => sum + stops[w]! - selected.starts[w]!, 0));
    }
  }
  return table({
    unit_id: Float64Array.from(unitIds),
    ...(by === undefined ? {} : { [by]: values }),
    spike_count: Float64Array.from(spikes),
    duration: Float64Array.from(durations),
    firing_rate: Float64Array.from(spikes, (count, i) => count / durations[i]!),
  });
}
