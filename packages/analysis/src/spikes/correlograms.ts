import { DataArray } from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import { argumentChecks, type Ids, type OptionNames } from "@ecephys/files";
import { allocate } from "../allocate.ts";
import { groupCoords, groupsOf } from "../group-coords.ts";
import type { Group } from "../groups.ts";
import {
  gather,
  numbersOf,
  requireSpikeTimes,
  requireTable,
  type SpikeSelection,
  type SpikeTimes,
  selectPresentations,
  unitsOneByOne,
} from "../inputs.ts";
import { lowerBound } from "../search.ts";
import { finish, type Steps } from "../steps.ts";
import { type Windows, windowsAround } from "../window-counts.ts";
import {
  centresOf,
  checkJitter,
  countPairs,
  JITTER_OPTIONS,
  type JitterOptions,
  type Lags,
  lagsOf,
  takeExpectedPairs,
} from "./correlogram.ts";

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

/** Spikes of the first unit that are looked at before others have their turn. */
const BLOCK = 1 << 16;

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
  const bins = 2 * lags.side + 1;
  const lengths = [groups.length, first.length, second.length, bins];
  const pairs = allocate(Float64Array, lengths, "groups × units × units × bins", ACTION);
  const trains = new Map<number, Train>();
  for (const { id, times } of [...first, ...second])
    if (!trains.has(id)) trains.set(id, trainOf(times, windows, range));
  const total = first.length * second.length;
  for (let pair = 0; pair < total; pair++) {
    const [a, b] = [first[Math.floor(pair / second.length)]!.id, second[pair % second.length]!.id];
    for (const [g, { members }] of groups.entries()) {
      const at = (g * total + pair) * bins;
      const count = pairCounter(
        trains.get(a)!,
        trains.get(b)!,
        { lags, jitter },
        pairs.subarray(at, at + bins),
      );
      for (const w of members) for (const _ of count(w, windows.origins[w]!)) yield pair / total;
    }
    yield (pair + 1) / total;
  }
  const shape = [first.length, second.length, bins];
  return new DataArray({
    name: "spike_pairs",
    dims: [...(by === undefined ? [] : [by]), "unit_id", "second_unit_id", "lag"],
    shape: by === undefined ? shape : [groups.length, ...shape],
    coords: {
      ...(by === undefined ? {} : groupCoords(by, groups)),
      unit_id: Float64Array.from(first, ({ id }) => id),
      second_unit_id: Float64Array.from(second, ({ id }) => id),
      lag: centresOf(lags),
    },
    data: pairs,
    attributes: { unit: "pairs", ...(data.presentations && { presentations: windows.starts.length }) },
  });
}

/** Windows of time, each with the time that intervals of jitter begin at. */
interface Origins extends Windows {
  readonly origins: Float64Array;
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
    : { starts, stops: gather(numbersOf(presentations, "stop_time", ACTION), rows) };
  return {
    groups:
      by === undefined
        ? [{ key: [], members: Array.from(rows.keys()) }]
        : groupsOf(presentations, rows, by, ACTION),
    windows: { ...windows, origins: starts },
  };
}

/** A unit's spikes and where each window begins and ends among them. */
interface Train {
  readonly times: Float64Array;
  readonly begins: Int32Array;
  readonly ends: Int32Array;
}

function trainOf(
  times: Float64Array,
  { starts, stops }: Windows,
  [from, to]: readonly [number, number],
): Train {
  const begins = new Int32Array(starts.length);
  const ends = new Int32Array(starts.length);
  let near = 0;
  for (let w = 0; w < starts.length; w++) {
    const [start, stop] = [Math.max(from, starts[w]!), Math.min(to, stops[w]!)];
    if (!(start < stop)) continue;
    if (w > 0 && !(starts[w]! >= starts[w - 1]!)) near = 0;
    near = lowerBound(times, start, near);
    begins[w] = near;
    ends[w] = lowerBound(times, stop, near);
  }
  return { times, begins, ends };
}

/** Counts the pairs of two units in a window, in blocks between which it yields. */
function pairCounter(
  first: Train,
  second: Train,
  { lags, jitter }: { readonly lags: Lags; readonly jitter: number | undefined },
  counts: Float64Array,
) {
  const isSame = first === second;
  return function* count(window: number, origin: number): Generator<undefined, void> {
    const one = spikesIn(first, window);
    const other = isSame ? one : spikesIn(second, window);
    for (let from = 0; from < one.length; from += BLOCK) {
      const to = Math.min(one.length, from + BLOCK);
      countPairs(one, other, lags, isSame, counts, [from, to]);
      if (jitter !== undefined)
        takeExpectedPairs(one.subarray(from, to), other, lags, { jitter, origin, isSame }, counts);
      if (to < one.length) yield;
    }
  };
}

function spikesIn({ times, begins, ends }: Train, window: number): Float64Array {
  return times.subarray(begins[window], ends[window]);
}
