import { type ColumnTable, table } from "@ecephys/core/arquero";
import type { OptionNames } from "@ecephys/files";
import { groupNumbers, groupRows } from "./groups.ts";
import {
  checkInputs,
  distinct,
  gather,
  SPIKE_SELECTION,
  type SpikeData,
  type SpikeSelection,
  selectPresentations,
  timesOf,
  unitsOneByOne,
} from "./inputs.ts";
import { finish, type Steps } from "./steps.ts";
import { countInWindows, joinedWindows } from "./window-counts.ts";

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
  return finish(firingRateSteps(data, options));
}

/** `firingRates` unit by unit. */
export function* firingRateSteps(data: SpikeData, options: FiringRateOptions = {}): Steps<ColumnTable> {
  const checks = checkInputs(data, options, FIRING_RATE_OPTIONS, ACTION);
  const by = options.by === undefined ? undefined : checks.text("by", options.by);
  const units = unitsOneByOne(data.spikeTimes, options.unitIds, ACTION);
  const presentationIds = distinct(options.stimulusPresentationIds, "stimulusPresentationIds", ACTION);
  const { starts, rows } = selectPresentations(data.presentations, presentationIds, ACTION);
  const stops = gather(timesOf(data.presentations, "stop_time", ACTION), rows);
  const groups = groupRows(data.presentations, rows, by === undefined ? [] : [by], ACTION);
  const seconds = groups.map(({ members }) => members.reduce((sum, w) => sum + stops[w]! - starts[w]!, 0));
  const { windows, groups: groupOf } = joinedWindows({ starts, stops }, groupNumbers(groups, rows.length));
  const counts = new Float64Array(groupOf.length);
  const length = units.length * groups.length;
  const [unitIds, spikes, durations] = [0, 1, 2].map(() => new Float64Array(length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (const [u, { id, times }] of units.entries()) {
    countInWindows(times, windows, counts);
    const at = u * groups.length;
    for (let w = 0; w < counts.length; w++) spikes[at + groupOf[w]!] = spikes[at + groupOf[w]!]! + counts[w]!;
    unitIds.fill(id, at, at + groups.length);
    durations.set(seconds, at);
    yield (u + 1) / units.length;
  }
  return table({
    unit_id: unitIds,
    ...(by === undefined ? {} : { [by]: units.flatMap(() => groups.map(({ key }) => key[0])) }),
    spike_count: spikes,
    duration: durations,
    firing_rate: spikes.map((count, i) => count / durations[i]!),
  });
}
