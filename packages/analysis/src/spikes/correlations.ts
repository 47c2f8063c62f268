import { DataArray } from "@ecephys/core/internal";
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
  timesOf,
} from "../inputs.ts";
import { mean } from "../numeric/moments.ts";
import { finish, type Steps } from "../steps.ts";
import { countInWindows, type Windows } from "../window-counts.ts";

const NAMES: OptionNames<SpikeSelection> = SPIKE_SELECTION;

/**
 * Noise correlations: how the responses of two units to the same stimulus vary together from presentation to presentation
 * (Cohen, Kohn 2011). Counts in [start_time, stop_time) are z-scored within each condition, and correlated (Pearson) over
 * all presentations of conditions with two or more. Needs `stimulus_condition_id`; presentations without one are left out.
 * @returns "noise_correlation", dims unit_id × other_unit_id; 1 on the diagonal, NaN where a unit does not vary.
 * @throws an EcephysError "not-found" for unknown ids, "argument" for a table without the columns.
 */
export function noiseCorrelations(data: SpikeData, options: SpikeSelection = {}): DataArray<Float64Array> {
  return finish(noiseCorrelationSteps(data, options));
}

/** `noiseCorrelations` unit by unit. */
export function noiseCorrelationSteps(
  data: SpikeData,
  options: SpikeSelection = {},
): Steps<DataArray<Float64Array>> {
  const action = "Computing noise correlations";
  return correlationSteps("noise_correlation", data, options, action, (conditions) => {
    const repeated = conditions.filter(({ length }) => length > 1);
    return {
      length: repeated.reduce((total, { length }) => total + length, 0),
      put: (counts, into) => putScores(counts, repeated, into),
    };
  });
}

/**
 * Signal correlations: how alike the tuning of two units is, Pearson's correlation of their mean counts over conditions
 * (Cohen, Kohn 2011). Arguments and errors as in `noiseCorrelations`.
 * @returns "signal_correlation", dims unit_id × other_unit_id; NaN where a unit responds alike to all conditions.
 */
export function signalCorrelations(data: SpikeData, options: SpikeSelection = {}): DataArray<Float64Array> {
  return finish(signalCorrelationSteps(data, options));
}

/** `signalCorrelations` unit by unit. */
export function signalCorrelationSteps(
  data: SpikeData,
  options: SpikeSelection = {},
): Steps<DataArray<Float64Array>> {
  const action = "Computing signal correlations";
  return correlationSteps("signal_correlation", data, options, action, (conditions) => ({
    length: conditions.length,
    put: (counts, into) => {
      for (const [c, members] of conditions.entries()) into[c] = meanOf(counts, members);
    },
  }));
}

/** By condition positions of presentations. */
type Conditions = readonly (readonly number[])[];

/** What is correlated: so many numbers of each unit, from its counts by presentation. */
interface Features {
  readonly length: number;
  put(counts: Float64Array, into: Float64Array): void;
}

/** Units whose numbers are in memory at a time, twice: more of them where the result is large, so that they are counted seldom. */
const TILE = 64;
/** Units whose numbers stay in the processor's cache while those of others go past. */
const NEAR = 32;

function* correlationSteps(
  name: string,
  data: SpikeData,
  options: SpikeSelection,
  action: string,
  featuresOf: (conditions: Conditions) => Features,
): Steps<DataArray<Float64Array>> {
  checkInputs(data, options, NAMES, action);
  const unitIds = distinct(options.unitIds, "unitIds", action);
  const presentationIds = distinct(options.stimulusPresentationIds, "stimulusPresentationIds", action);
  const units = selectUnits(data.spikeTimes, unitIds, action);
  const { starts, rows } = selectPresentations(data.presentations, presentationIds, action);
  const stops = gather(timesOf(data.presentations, "stop_time", action), rows);
  const ids = gather(numbersOf(data.presentations, "stimulus_condition_id", action), rows);
  const { length, put } = featuresOf(conditionsOf(ids, { starts, stops }));
  const n = units.length;
  const coefficients = allocate(Float64Array, [n, n], "units × units", "Correlating units");
  const counts = new Float64Array(starts.length);
  const size = Math.min(n, Math.max(TILE, Math.floor(n ** 2 / 4 / Math.max(1, length))));
  const sums = new Float64Array(ABREAST);
  const [left, right] = [new Float64Array(size * length), new Float64Array(size * length)];
  const pairs = (n * (n + 1)) / 2;
  let done = 0;
  function* fill(tile: Float64Array, from: number): Steps<number> {
    for (const [u, { times }] of units.slice(from, from + size).entries()) {
      const own = tile.subarray(u * length, (u + 1) * length);
      put(countInWindows(times, { starts, stops }, counts), own);
      standardise(own);
      yield done / pairs;
    }
    return Math.min(n, from + size);
  }
  for (let first = 0; first < n; first += size) {
    const firstEnd = yield* fill(left, first);
    for (let second = first; second < n; second += size) {
      const tile = second === first ? left : right;
      const secondEnd = second === first ? firstEnd : yield* fill(right, second);
      for (let near = second; near < secondEnd; near += NEAR)
        for (let i = first; i < firstEnd; i++) {
          const end = Math.min(near + NEAR, secondEnd);
          for (let j = Math.max(i, near); j < end; j += ABREAST) {
            const found = sums.subarray(0, Math.min(ABREAST, end - j));
            multiply(left, (i - first) * length, tile, (j - second) * length, length, found);
            for (const [k, r] of found.entries())
              coefficients[i * n + j + k] = coefficients[(j + k) * n + i] = r;
            done += found.length;
          }
          yield done / pairs;
        }
    }
  }
  for (let u = 0; u < n; u++) if (!Number.isNaN(coefficients[u * n + u])) coefficients[u * n + u] = 1;
  const coord = Float64Array.from(units, ({ id }) => id);
  return new DataArray({
    name,
    dims: ["unit_id", "other_unit_id"],
    shape: [n, n],
    coords: { unit_id: coord, other_unit_id: coord },
    data: coefficients,
  });
}

/**
 * Takes the mean off values and divides them by the root of their squares, so that the product of two such lists is
 * Pearson's coefficient; NaN for fewer than two, and where they do not vary.
 */
function standardise(values: Float64Array): void {
  // The mean of equal values may be another number by rounding: they are compared with each other.
  const varies = values.some((value) => value !== values[0]);
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    values[i] = values[i]! - centre;
    squares += values[i]! * values[i]!;
  }
  const scale = varies ? 1 / Math.sqrt(squares) : Number.NaN;
  for (let i = 0; i < values.length; i++) values[i] = values[i]! * scale;
}

/** Lists that a list is multiplied with at a time: each of its values is read once for all of them. */
const ABREAST = 4;

/**
 * The sums of the products of one list with those that follow each other from `rightAt` on.
 * @param sums as many as there are such lists, at most `ABREAST`.
 */
function multiply(
  left: Float64Array,
  leftAt: number,
  right: Float64Array,
  rightAt: number,
  length: number,
  sums: Float64Array,
): void {
  let [a, b, c, d] = [0, 0, 0, 0];
  // Beyond the last list the values of the last one are read again, and what comes of them is not used.
  const step = (k: number) => rightAt + Math.min(k, sums.length - 1) * length;
  const [second, third, fourth] = [step(1), step(2), step(3)];
  for (let i = 0; i < length; i++) {
    const value = left[leftAt + i]!;
    a += value * right[rightAt + i]!;
    b += value * right[second + i]!;
    c += value * right[third + i]!;
    d += value * right[fourth + i]!;
  }
  for (const [k, sum] of [a, b, c, d].slice(0, sums.length).entries())
    sums[k] = length < 2 ? Number.NaN : Math.max(-1, Math.min(1, sum));
}

/** Presentations without a condition or a time are left out. */
function conditionsOf(ids: Float64Array, { starts, stops }: Windows): Conditions {
  const conditions = new Map<number, number[]>();
  for (const [i, id] of ids.entries()) {
    if (!(starts[i]! <= stops[i]!) || Number.isNaN(id)) continue;
    const members = conditions.get(id) ?? [];
    members.push(i);
    conditions.set(id, members);
  }
  return [...conditions.values()];
}

function meanOf(counts: Float64Array, members: readonly number[]): number {
  return members.reduce((sum, i) => sum + counts[i]!, 0) / members.length;
}

/** Deviations from the mean of a condition, in its standard deviations; 0 where the unit does not vary. */
function putScores(counts: Float64Array, conditions: Conditions, into: Float64Array): void {
  let at = 0;
  for (const members of conditions) {
    const centre = meanOf(counts, members);
    const squares = members.reduce((sum, i) => sum + (counts[i]! - centre) ** 2, 0);
    const spread = Math.sqrt(squares / (members.length - 1));
    for (const i of members) into[at++] = spread > 0 ? (counts[i]! - centre) / spread : 0;
  }
}
