import { argumentChecks, type OptionNames } from "@ecephys/files";
import { mean, variance } from "../numeric/moments.ts";
import { ascendingTimes } from "./times.ts";

/** What the intervals between a unit's spikes are like; NaN where there are too few spikes. */
export interface IntervalStatistics {
  /** The number of intervals. */
  readonly count: number;
  /** Seconds. */
  readonly mean: number;
  /** Seconds. */
  readonly median: number;
  /** The coefficient of variation, standard deviation (of the sample) over mean: 1 for a Poisson process. */
  readonly cv: number;
  /** The mean of 2·|a - b| / (a + b) over successive intervals, which slow changes of the rate hardly touch (Holt et al. 1996). */
  readonly cv2: number;
  /** The local variation, the mean of 3·((a - b) / (a + b))² (Shinomoto, Shima, Tanji 2003). */
  readonly localVariation: number;
  /** The share of intervals shorter than the refractory period. */
  readonly violations: number;
}

/** What is too short an interval. */
export interface IntervalOptions {
  /** Seconds; 0.0015 by default. */
  readonly refractoryPeriod?: number | undefined;
}

const INTERVAL_OPTIONS: OptionNames<IntervalOptions> = { refractoryPeriod: true };

/** The intervals between successive spikes, seconds; times in any order, NaN is left out. */
export function interSpikeIntervals(times: ArrayLike<number>): Float64Array {
  return intervalsOf(times, "Computing intervals");
}

function intervalsOf(times: ArrayLike<number>, action: string): Float64Array {
  const train = ascendingTimes(times, action);
  return Float64Array.from({ length: Math.max(0, train.length - 1) }, (_, i) => train[i + 1]! - train[i]!);
}

/**
 * Statistics of the intervals between a unit's spikes.
 * @throws an EcephysError "argument" for a refractory period that is not positive.
 */
export function intervalStatistics(
  times: ArrayLike<number>,
  options: IntervalOptions = {},
): IntervalStatistics {
  const action = "Computing statistics of intervals";
  const checks = argumentChecks(action);
  const { refractoryPeriod = 0.0015 } = checks.knownOptions(options, INTERVAL_OPTIONS);
  checks.positive("refractoryPeriod", refractoryPeriod, "seconds");
  const intervals = intervalsOf(times, action);
  const pairs = Array.from(intervals.subarray(1), (b, i) => [intervals[i]!, b] as const).filter(
    ([a, b]) => a + b > 0,
  );
  const short = intervals.reduce((count, interval) => count + (interval < refractoryPeriod ? 1 : 0), 0);
  return {
    count: intervals.length,
    mean: mean(intervals),
    median: medianOf(intervals),
    cv: Math.sqrt(variance(intervals, 1)) / mean(intervals),
    cv2: mean(pairs.map(([a, b]) => (2 * Math.abs(a - b)) / (a + b))),
    localVariation: mean(pairs.map(([a, b]) => 3 * ((a - b) / (a + b)) ** 2)),
    violations: short / intervals.length,
  };
}

function medianOf(values: Float64Array): number {
  if (values.length === 0) return Number.NaN;
  const ascending = values.slice().sort();
  const half = ascending.length >> 1;
  return ascending.length % 2 ? ascending[half]! : (ascending[half - 1]! + ascending[half]!) / 2;
}

/** What a burst is. */
export interface BurstOptions {
  /** Seconds without a spike before a burst; 0.1 by default. */
  readonly silence?: number | undefined;
  /** The longest interval within a burst, seconds; 0.004 by default. */
  readonly interval?: number | undefined;
}

const BURST_OPTIONS: OptionNames<BurstOptions> = { silence: true, interval: true };

/** Bursts of a unit. */
export interface Bursts {
  /** Seconds. */
  readonly starts: Float64Array;
  readonly stops: Float64Array;
  /** Spikes by burst, 2 or more. */
  readonly spikes: Float64Array;
  /** The share of all spikes that lie in bursts; NaN without any spike. */
  readonly share: number;
}

/**
 * Bursts by the criterion of thalamic relay cells (Lu, Guido, Sherman 1992): spikes at most `interval` apart, the first one
 * after at least `silence` without a spike. The first spike of the recording has no known silence, and begins no burst.
 * @throws an EcephysError "argument" for durations that are not positive.
 */
export function findBursts(times: ArrayLike<number>, options: BurstOptions = {}): Bursts {
  const action = "Finding bursts";
  const checks = argumentChecks(action);
  const { silence = 0.1, interval = 0.004 } = checks.knownOptions(options, BURST_OPTIONS);
  checks.positive("silence", silence, "seconds");
  checks.positive("interval", interval, "seconds");
  const train = ascendingTimes(times, action);
  const [starts, stops, spikes]: number[][] = [[], [], []];
  let inBursts = 0;
  for (let i = 1; i + 1 < train.length; i++) {
    if (!(train[i]! - train[i - 1]! >= silence)) continue;
    let last = i;
    while (last + 1 < train.length && train[last + 1]! - train[last]! <= interval) last++;
    if (last === i) continue;
    starts!.push(train[i]!);
    stops!.push(train[last]!);
    spikes!.push(last - i + 1);
    inBursts += last - i + 1;
    i = last;
  }
  return {
    starts: Float64Array.from(starts!),
    stops: Float64Array.from(stops!),
    spikes: Float64Array.from(spikes!),
    share: inBursts / train.length,
  };
}
