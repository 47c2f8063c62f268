import type { ColumnTable } from "@ecephys/core/arquero";
import { DataArray } from "@ecephys/core/internal";
import { argumentChecks, type Ids, type OptionNames } from "@ecephys/files";
import { inTurns, type TurnOptions } from "@ecephys/files/internal";
import { allocate } from "../allocate.ts";
import { groupCoords, groupsOf } from "../group-coords.ts";
import type { Group } from "../groups.ts";
import {
  gather,
  requireSpikeTimes,
  requireTable,
  type SpikeSelection,
  type SpikeTimes,
  selectPresentations,
  timesOf,
  type UnitSpikes,
  unitsOneByOne,
} from "../inputs.ts";
import { finish, type Steps } from "../steps.ts";
import { windowsAround } from "../window-counts.ts";
import { type Block, withCrew } from "../workers/crew.ts";
import { inSharedMemory } from "../workers/lent-memory.ts";
import { checkWorkers, type WorkersOptions } from "../workers/options.ts";
import { centresOf, checkJitter, JITTER_OPTIONS, type JitterOptions, lagsOf } from "./correlogram.ts";
import {
  type Origins,
  PAIRS,
  type PairCounting,
  type PairsShared,
  pairSteps,
  type Train,
  trainOf,
} from "./unit-pairs.ts";

/** Spike times, and the times in which they are looked at. */
export interface CorrelogramsData {
  readonly spikeTimes: SpikeTimes;
  /** One row per presentation or other interval, as for the other analyses; all spikes are taken without them. */
  readonly presentations?: ColumnTable | undefined;
}

/** Which units, in which times, at which lags. */
export interface CorrelogramsOptions extends JitterOptions, SpikeSelection {
  /** The second of each pair of units: one id or several; the units themselves by default. */
  readonly secondUnitIds?: Ids | undefined;
  /** Only spikes from the one to before the other, seconds of the session. */
  readonly timeRange?: readonly [from: number, to: number] | undefined;
  /** From and to, seconds from the start of each presentation; by default from `start_time` to `stop_time`. */
  readonly span?: readonly [from: number, to: number] | undefined;
  /** Column of the presentations to group by, as in `psth`. */
  readonly by?: string | undefined;
}

export const CORRELOGRAMS_OPTIONS: OptionNames<CorrelogramsOptions> = {
  ...JITTER_OPTIONS,
  unitIds: true,
  stimulusPresentationIds: true,
  secondUnitIds: true,
  timeRange: true,
  span: true,
  by: true,
};

const ACTION = "Computing correlograms";

/**
 * Auto- and cross-correlograms of units: how often a spike of the second unit follows (positive lags) or precedes one of
 * the first, in the bins of `crossCorrelogram`; of a unit with itself, without the pairs of a spike and itself. With
 * presentations only pairs whose spikes are both in [start, stop) of the same one are counted; where presentations
 * overlap, once for each. With `jitter` each is corrected as by `jitterCorrectedCorrelogram`, whose intervals then begin
 * at the presentation's start.
 *
 * @returns "spike_pairs": dims unit_id × second_unit_id × lag (centres of bins, seconds). With `by` its dimension comes
 * first, as in `psth`.
 * @throws an EcephysError "not-found" for unknown ids, "argument" for a window that is not positive or of too many bins,
 * for presentations without the columns, and where all correlograms do not fit into memory.
 * @example
 * import { correlograms } from "@ecephys/analysis";
 *
 * const spikeTimes = await session.spikeTimes();
 * const presentations = await session.getStimulusTable("flashes");
 * const pairs = correlograms({ spikeTimes, presentations }, { window: 0.05, binSize: 0.001 });
 */
export function correlograms(
  data: CorrelogramsData,
  options: CorrelogramsOptions = {},
): DataArray<Float64Array> {
  return finish(correlogramSteps(data, options));
}

/** `correlograms` pair by pair. */
export function* correlogramSteps(
  data: CorrelogramsData,
  options: CorrelogramsOptions = {},
): Steps<DataArray<Float64Array>> {
  const plan = planPairs(data, options);
  const { first, second, counting, pairs } = plan;
  const trains = new Map<number, Train>();
  for (const { id, times } of [...first, ...second])
    if (!trains.has(id)) trains.set(id, trainOf(times, counting));
  const bins = 2 * counting.lags.side + 1;
  const total = first.length * second.length;
  for (let pair = 0; pair < total; pair++) {
    const [a, b] = [first[Math.floor(pair / second.length)]!.id, second[pair % second.length]!.id];
    for (let g = 0; g < counting.groups.length; g++) {
      const at = (g * total + pair) * bins;
      const counts = pairs.subarray(at, at + bins);
      for (const _ of pairSteps(trains.get(a)!, trains.get(b)!, a === b, g, counting, counts))
        yield pair / total;
    }
    yield (pair + 1) / total;
  }
  return plan.result;
}

/**
 * `correlograms` by workers, each with one of the first units at a time: the same to the bit. Without workers in turns with
 * other work. Spike times of the second units are copied into memory that all workers share, where threads can share it.
 */
export async function correlogramsInTurns(
  data: CorrelogramsData,
  { workers, worker, ...options }: CorrelogramsOptions & WorkersOptions,
  { signal, onProgress }: TurnOptions,
): Promise<DataArray<Float64Array>> {
  const { count, start } = checkWorkers({ workers, worker }, argumentChecks(ACTION));
  if (count === 0) return inTurns(correlogramSteps(data, options), { signal, onProgress });
  const { first, second, counting, pairs, result } = planPairs(data, options);
  const idsOf = (units: readonly UnitSpikes[]) => Float64Array.from(units, ({ id }) => id);
  const shared: PairsShared = {
    ...counting,
    firstIds: idsOf(first),
    secondIds: idsOf(second),
    second: inSharedMemory(second.map(({ times }) => times)),
  };
  const bins = 2 * counting.lags.side + 1;
  const row = second.length * bins;
  let done = 0;
  const use = (at: number, answers: readonly unknown[]) => {
    for (const [i, answer] of (answers as readonly Float64Array[]).entries())
      for (let g = 0; g < counting.groups.length; g++)
        pairs.set(answer.subarray(g * row, (g + 1) * row), (g * first.length + at + i) * row);
    done += answers.length;
    onProgress?.({ fraction: done / first.length });
  };
  await withCrew({ count: Math.min(count, first.length), start, signal }, ACTION, async (crew) =>
    crew?.run({ kernel: PAIRS, shared }, oneByOne(first), use),
  );
  return result;
}

async function* oneByOne(units: readonly UnitSpikes[]): AsyncGenerator<Block, void> {
  for (const [at, { times }] of units.entries()) yield { at, units: [times] };
}

/** What is counted, for which units, and where. */
interface Plan {
  readonly first: readonly UnitSpikes[];
  readonly second: readonly UnitSpikes[];
  readonly counting: PairCounting;
  /** Groups × first units × second units × lags, to be filled. */
  readonly pairs: Float64Array;
  readonly result: DataArray<Float64Array>;
}

/** Checks the data and the options. */
function planPairs(data: CorrelogramsData, options: CorrelogramsOptions): Plan {
  const checks = argumentChecks(ACTION);
  requireSpikeTimes(data, checks);
  if (data.presentations !== undefined) requireTable("presentations", data.presentations, checks);
  checks.knownOptions(options, CORRELOGRAMS_OPTIONS);
  const { jitter, window, binSize } = options;
  if (jitter !== undefined) checkJitter(jitter);
  const lags = lagsOf({ window, binSize }, { window: true, binSize: true });
  const range = checks.range("timeRange", options.timeRange) ?? [-Infinity, Infinity];
  const first = unitsOneByOne(data.spikeTimes, options.unitIds, ACTION);
  const second =
    options.secondUnitIds === undefined
      ? first
      : unitsOneByOne(data.spikeTimes, checks.ids("secondUnitIds", options.secondUnitIds), ACTION);
  const by = options.by === undefined ? undefined : checks.text("by", options.by);
  const { groups, windows } = windowsOf(data.presentations, options, checks.range("span", options.span));
  const lengths = [groups.length, first.length, second.length, 2 * lags.side + 1];
  const pairs = allocate(Float64Array, lengths, "groups × units × units × bins", ACTION);
  const members = groups.map((group) => Int32Array.from(group.members));
  const result = new DataArray({
    name: "spike_pairs",
    dims: [...(by === undefined ? [] : [by]), "unit_id", "second_unit_id", "lag"],
    shape: by === undefined ? lengths.slice(1) : lengths,
    coords: {
      ...(by === undefined ? {} : groupCoords(by, groups)),
      unit_id: Float64Array.from(first, ({ id }) => id),
      second_unit_id: Float64Array.from(second, ({ id }) => id),
      lag: centresOf(lags),
    },
    data: pairs,
    attributes: { unit: "pairs", ...(data.presentations && { presentations: windows.starts.length }) },
  });
  return { first, second, counting: { lags, jitter, windows, groups: members, range }, pairs, result };
}

/** The windows in which pairs are counted, by group; one of all time without presentations. */
function windowsOf(
  presentations: ColumnTable | undefined,
  { by, stimulusPresentationIds }: CorrelogramsOptions,
  span: readonly [number, number] | undefined,
): { readonly groups: readonly Group[]; readonly windows: Origins } {
  if (presentations === undefined) {
    const stray = Object.entries({ by, span, stimulusPresentationIds }).find(
      ([, value]) => value !== undefined,
    );
    if (stray)
      throw argumentChecks(ACTION).refusal(
        `the option ${stray[0]}`,
        stray[1],
        "given with presentations only",
      );
    const always = { starts: Float64Array.of(-Infinity), stops: Float64Array.of(Infinity) };
    return { groups: [{ key: [], members: [0] }], windows: { ...always, origins: Float64Array.of(0) } };
  }
  const { rows, starts } = selectPresentations(presentations, stimulusPresentationIds, ACTION);
  const windows = span
    ? windowsAround(starts, span)
    : { starts, stops: gather(timesOf(presentations, "stop_time", ACTION), rows) };
  return {
    groups:
      by === undefined
        ? [{ key: [], members: Array.from(rows.keys()) }]
        : groupsOf(presentations, rows, by, ACTION),
    windows: { ...windows, origins: starts },
  };
}
