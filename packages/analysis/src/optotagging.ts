import { type ColumnTable, table } from "@ecephys/core/arquero";
import { argumentChecks, type Ids, type Names, type OptionNames } from "@ecephys/files";
import { allocate } from "./allocate.ts";
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
  const [ahead, behind] = [windowsAround(starts, baseline), windowsAround(starts, evoked)];
  const length = units.length * groups.length;
  const column = () => allocate(Float64Array, [length], "units × kinds of epochs", ACTION);
  const columns = {
    trial_count: column(),
    baseline_count: column(),
    evoked_count: column(),
    baseline_rate: column(),
    evoked_rate: column(),
    response_index: column(),
  };
  const unitIds = column();
  const [quiet, lit] = [new Float64Array(starts.length), new Float64Array(starts.length)];
  for (const [u, { id, times }] of units.entries()) {
    countInWindows(times, ahead, quiet);
    countInWindows(times, behind, lit);
    for (const [g, { members }] of groups.entries()) {
      const row = u * groups.length + g;
      const [before, during] = [totalOf(quiet, members), totalOf(lit, members)];
      const [quietRate, litRate] = [rate(before, members, baseline), rate(during, members, evoked)];
      unitIds[row] = id;
      columns.trial_count[row] = members.length;
      columns.baseline_count[row] = before;
      columns.evoked_count[row] = during;
      columns.baseline_rate[row] = quietRate;
      columns.evoked_rate[row] = litRate;
      columns.response_index[row] = (litRate - quietRate) / (litRate + quietRate);
    }
    yield (u + 1) / units.length;
  }
  const keys = (k: number) => units.flatMap(() => groups.map(({ key }) => key[k]));
  return table({
    unit_id: unitIds,
    ...Object.fromEntries(by.map((name, k) => [name, keys(k)])),
    ...columns,
  });
}

function totalOf(counts: Float64Array, members: readonly number[]): number {
  let total = 0;
  for (const w of members) total += counts[w]!;
  return total;
}

/** Spikes per second of the windows of all trials. */
function rate(count: number, trials: readonly number[], [from, to]: readonly [number, number]): number {
  return count / (trials.length * (to - from));
}
