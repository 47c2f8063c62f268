import { type ColumnTable, table } from "@ecephys/core/arquero";
import { argumentChecks, type Ids, type Names, type OptionNames } from "@ecephys/files";
import { groupRows } from "./groups.ts";
import {
  requireSpikeTimes,
  requireTable,
  type SpikeSelection,
  type SpikeTimes,
  selectPresentations,
  unitsOneByOne,
} from "./inputs.ts";
import { finish, type Steps } from "./steps.ts";
import { countInWindows, windowsAround } from "./window-counts.ts";

/** The data that responses to the laser are computed from. */
export interface OptotaggingData {
  readonly spikeTimes: SpikeTimes;
  /** `optogeneticStimulationEpochs()`: `id`, `start_time` (seconds), and what `by` names. */
  readonly epochs: ColumnTable;
}

/** Which units, epochs and windows to summarise. */
export interface OptotaggingOptions {
  readonly unitIds?: SpikeSelection["unitIds"];
  /** Epochs to look at, by id; all by default. */
  readonly epochIds?: Ids | undefined;
  /** Seconds from the laser's onset, [from, to); [-0.01, -0.002] by default, clear of the onset's artifact. */
  readonly baseline?: readonly [from: number, to: number] | undefined;
  /** Seconds from the laser's onset, [from, to); [0.001, 0.009] by default, inside a pulse of 10 ms. */
  readonly evoked?: readonly [from: number, to: number] | undefined;
  /** Columns that distinguish kinds of epochs; "condition" and "level", where the table has them, by default. */
  readonly by?: Names | undefined;
}

export const OPTOTAGGING_OPTIONS: OptionNames<OptotaggingOptions> = {
  unitIds: true,
  epochIds: true,
  baseline: true,
  evoked: true,
  by: true,
};

const ACTION = "Summarising responses to the laser";

/**
 * Spikes just before and just after the laser's onset, by unit and kind of epoch. The default windows are those
 * of the Allen Institute's optotagging example. `response_index` is (evoked - baseline) / (evoked + baseline)
 * of the two rates: 1 for a unit that fires only during light, NaN for one that never fires. Epochs without a
 * start time are not counted as trials.
 *
 * @returns one row per unit and kind: `unit_id`, the columns of `by`, `trial_count`, `baseline_count`,
 * `evoked_count` (spikes over all trials), `baseline_rate`, `evoked_rate` (spikes/s), `response_index`. Without
 * epochs the table is empty.
 * @throws an EcephysError "not-found" for unknown ids, "argument" for a table without the columns.
 */
export function optotaggingResponse(data: OptotaggingData, options: OptotaggingOptions = {}): ColumnTable {
  return finish(optotaggingSteps(data, options));
}

/** `optotaggingResponse` unit by unit. */
export function* optotaggingSteps(
  data: OptotaggingData,
  options: OptotaggingOptions = {},
): Steps<ColumnTable> {
  const checks = argumentChecks(ACTION);
  requireSpikeTimes(data, checks);
  requireTable("epochs", data.epochs, checks);
  checks.knownOptions(options, OPTOTAGGING_OPTIONS);
  const baseline = checks.range("baseline", options.baseline) ?? [-0.01, -0.002];
  const evoked = checks.range("evoked", options.evoked) ?? [0.001, 0.009];
  const by =
    checks.names("by", options.by) ??
    ["condition", "level"].filter((name) => data.epochs.columnNames().includes(name));
  const units = unitsOneByOne(data.spikeTimes, options.unitIds, ACTION);
  const { starts, rows } = selectPresentations(data.epochs, options.epochIds, ACTION, "epochIds");
  const groups = groupRows(data.epochs, rows, by, ACTION).map(({ key, members }) => ({
    key,
    members: members.filter((w) => !Number.isNaN(starts[w])),
  }));
  const before = windowsAround(starts, baseline);
  const after = windowsAround(starts, evoked);
  const unitIds: number[] = [];
  const keys: (readonly unknown[])[] = [];
  const trials: number[] = [];
  const baselineCounts: number[] = [];
  const evokedCounts: number[] = [];
  const [quiet, lit] = [new Float64Array(starts.length), new Float64Array(starts.length)];
  for (const [u, { id, times }] of units.entries()) {
    countInWindows(times, before, quiet);
    countInWindows(times, after, lit);
    for (const { key, members } of groups) {
      unitIds.push(id);
      keys.push(key);
      trials.push(members.length);
      baselineCounts.push(members.reduce((sum, w) => sum + quiet[w]!, 0));
      evokedCounts.push(members.reduce((sum, w) => sum + lit[w]!, 0));
    }
    yield (u + 1) / units.length;
  }
  const baselineRates = rates(baselineCounts, trials, baseline);
  const evokedRates = rates(evokedCounts, trials, evoked);
  return table({
    unit_id: Float64Array.from(unitIds),
    ...Object.fromEntries(by.map((name, k) => [name, keys.map((key) => key[k])])),
    trial_count: Float64Array.from(trials),
    baseline_count: Float64Array.from(baselineCounts),
    evoked_count: Float64Array.from(evokedCounts),
    baseline_rate: baselineRates,
    evoked_rate: evokedRates,
    response_index: evokedRates.map((rate, i) => (rate - baselineRates[i]!) / (rate + baselineRates[i]!)),
  });
}

function rates(
  counts: readonly number[],
  trials: readonly number[],
  [from, to]: readonly [number, number],
): Float64Array {
  return Float64Array.from(counts, (count, i) => count / (trials[i]! * (to - from)));
}
