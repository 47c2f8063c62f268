import { argumentChecks, EcephysError, type OptionNames } from "@ecephys/files";
import { lowerBound } from "../search.ts";
import { ascendingTimes } from "./times.ts";

/** Which lags are counted, and how coincidences by chance are taken away. */
export interface CorrelogramOptions {
  /** The largest lag, seconds; 0.1 by default. */
  readonly window?: number | undefined;
  /** Seconds; 0.001 by default. The bins are centred on multiples of it, so that one is centred on 0. */
  readonly binSize?: number | undefined;
}

/** How a correlogram is corrected by jitter. */
export interface JitterOptions extends CorrelogramOptions {
  /** Seconds of an interval within which spikes may lie anywhere; 0.025 by default. */
  readonly jitter?: number | undefined;
}

/** Coincidences of two spike trains by lag. */
export interface Correlogram {
  /** Centres of the bins, seconds: how much later the second train fired. */
  readonly lags: Float64Array;
  /** Pairs of spikes by bin. */
  readonly counts: Float64Array;
}

const OPTIONS: OptionNames<CorrelogramOptions> = { window: true, binSize: true };
export const JITTER_OPTIONS: OptionNames<JitterOptions> = { ...OPTIONS, jitter: true };
const ACTION = "Computing a correlogram";
const MOST_BINS = 1_000_000;

/** The bins of a correlogram. */
export interface Lags {
  readonly binSize: number;
  /** Bins on each side of the one at 0. */
  readonly side: number;
}

/**
 * The cross-correlogram of two spike trains (Perkel, Gerstein, Moore 1967): how often a spike of `second` follows (positive
 * lags) or precedes one of `first`, by lag, in half-open bins. Times in any order; NaN is left out.
 * @returns counts of pairs; all 0 where a train is empty.
 * @throws an EcephysError "argument" for a window that is not positive, or of too many bins.
 * @example
 * import { crossCorrelogram } from "@ecephys/analysis";
 *
 * const { lags, counts } = crossCorrelogram([0.1, 0.5], [0.102, 0.498], { window: 0.01, binSize: 0.002 });
 */
export function crossCorrelogram(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: CorrelogramOptions = {},
): Correlogram {
  const lags = lagsOf(options, OPTIONS);
  return correlogram(lags, countPairs(...trainsOf(first, second), lags, false));
}

/** The correlogram of a train with itself: as `crossCorrelogram`, without the pairs of a spike and itself. */
export function autoCorrelogram(times: ArrayLike<number>, options: CorrelogramOptions = {}): Correlogram {
  const lags = lagsOf(options, OPTIONS);
  const train = ascendingTimes(times, ACTION);
  return correlogram(lags, countPairs(train, train, lags, true));
}

/**
 * The cross-correlogram less what is expected if only rates that are slower than the jitter were correlated: the mean over
 * all ways to move each spike of `second` within its interval, [k·jitter, (k + 1)·jitter), computed without drawing any
 * (interval jitter: Amarasingham, Harrison, Hatsopoulos, Geman 2012; as used by Jia, Siegle et al. 2022). What remains
 * above 0 near lag 0 is synchrony finer than the jitter.
 * @returns counts less expected counts; fractions, and negative ones.
 */
export function jitterCorrectedCorrelogram(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: JitterOptions = {},
): Correlogram {
  const lags = lagsOf(options, JITTER_OPTIONS);
  const jitter = options.jitter ?? 0.025;
  checkJitter(jitter);
  const [a, b] = trainsOf(first, second);
  const counts = countPairs(a, b, lags, false);
  takeExpectedPairs(a, b, lags, { jitter }, counts);
  return correlogram(lags, counts);
}

function trainsOf(first: ArrayLike<number>, second: ArrayLike<number>): [Float64Array, Float64Array] {
  return [ascendingTimes(first, ACTION, "first"), ascendingTimes(second, ACTION, "second")];
}

/** @throws an EcephysError "argument" for a jitter that is no number of seconds above 0. */
export function checkJitter(jitter: number): void {
  argumentChecks(ACTION).positive("jitter", jitter, "seconds");
}

/** @throws an EcephysError "argument" for unknown options, a window that is not positive, and too many bins. */
export function lagsOf<Options extends CorrelogramOptions>(
  options: Options,
  names: OptionNames<Options>,
): Lags {
  const checks = argumentChecks(ACTION);
  const { window = 0.1, binSize = 0.001 } = checks.knownOptions(options, names);
  checks.positive("window", window, "seconds");
  checks.positive("binSize", binSize, "seconds");
  const side = Math.round(window / binSize);
  if (side <= MOST_BINS) return { binSize, side };
  throw new EcephysError("argument", {
    action: ACTION,
    resource: `lags of ${window} s in bins of ${binSize} s`,
    reason: `at most ${MOST_BINS} bins on each side are possible`,
    remedy: "Choose a shorter window, or wider bins",
  });
}

function correlogram(lags: Lags, counts: Float64Array): Correlogram {
  return { lags: centresOf(lags), counts };
}

/** Centres of the bins, seconds. */
export function centresOf({ side, binSize }: Lags): Float64Array {
  return Float64Array.from({ length: 2 * side + 1 }, (_, bin) => (bin - side) * binSize);
}

/** The lower edge of a bin. */
function edgeOf({ side, binSize }: Lags, bin: number): number {
  return (bin - side - 0.5) * binSize;
}

/**
 * Adds the pairs of spikes of two ascending trains to `counts`, one per bin.
 * @param isSame Whether they are one train, whose spikes are no pairs with themselves.
 */
export function countPairs(
  first: Float64Array,
  second: Float64Array,
  lags: Lags,
  isSame: boolean,
  counts: Float64Array = new Float64Array(2 * lags.side + 1),
  [start, end]: readonly [start: number, end: number] = [0, first.length],
): Float64Array {
  const bins = counts.length;
  const [least, most] = [edgeOf(lags, 0), edgeOf(lags, bins)];
  let from = 0;
  for (let i = start; i < end; i++) {
    const time = first[i]!;
    while (from < second.length && second[from]! - time < least) from++;
    for (let k = from; k < second.length; k++) {
      const lag = second[k]! - time;
      if (!(lag < most)) break;
      if (isSame && k === i) continue;
      let bin = Math.min(bins - 1, Math.max(0, Math.floor(lag / lags.binSize + lags.side + 0.5)));
      while (bin > 0 && lag < edgeOf(lags, bin)) bin--;
      while (bin < bins - 1 && lag >= edgeOf(lags, bin + 1)) bin++;
      counts[bin] = counts[bin]! + 1;
    }
  }
  return counts;
}

/** The intervals in which spikes may lie anywhere. */
export interface Jitter {
  readonly jitter: number;
  /** Where one of the intervals begins; 0 by default. */
  readonly origin?: number;
  /** Whether the trains are one, whose spikes are no pairs with themselves. */
  readonly isSame?: boolean;
}

/**
 * Takes from `counts` the mean number of pairs by bin where each spike of `second` is anywhere in its interval,
 * [origin + k·jitter, origin + (k + 1)·jitter).
 * @param first ascending, as `second`.
 */
export function takeExpectedPairs(
  first: Float64Array,
  second: Float64Array,
  lags: Lags,
  { jitter, origin = 0, isSame = false }: Jitter,
  counts: Float64Array,
): void {
  const [least, most] = [edgeOf(lags, 0), edgeOf(lags, counts.length)];
  // Times ascend, and so do the intervals around them: each search begins where the last one ended.
  let near = 0;
  for (const time of first) {
    const firstInterval = Math.floor((time - origin + least) / jitter);
    let start = origin + firstInterval * jitter;
    near = lowerBound(second, start, near);
    let from = near;
    for (let k = firstInterval + 1; start < time + most; k++) {
      const stop = origin + k * jitter;
      const end = lowerBound(second, stop, from);
      const own = isSame && time >= start && time < stop ? 1 : 0;
      const spikes = end - from - own;
      if (spikes > 0) takeSpread(counts, lags, spikes / jitter, start - time, stop - time);
      start = stop;
      from = end;
    }
  }
}

/** Takes a density on lags from `start` to `stop` from the bins. */
function takeSpread(bins: Float64Array, lags: Lags, density: number, start: number, stop: number): void {
  const from = Math.max(0, Math.floor(start / lags.binSize + lags.side + 0.5) - 1);
  for (let bin = from; bin < bins.length && edgeOf(lags, bin) < stop; bin++) {
    const overlap = Math.min(stop, edgeOf(lags, bin + 1)) - Math.max(start, edgeOf(lags, bin));
    if (overlap > 0) bins[bin] = bins[bin]! - density * overlap;
  }
}
