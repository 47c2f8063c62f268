import { requireLists } from "../lists.ts";
import { levenbergMarquardt } from "../numeric/levenberg-marquardt.ts";
import { extremes, mean } from "../numeric/moments.ts";

/** The spatial frequency that a fitted tuning curve prefers, in cycles/degree; NaN where it is not known. */
export interface SpatialFrequencyFit {
  /** The preferred position on the axis 0.02·2^k. */
  readonly index: number;
  readonly preferred: number;
  /** Below the preferred frequency, where the curve is at half its maximum. */
  readonly lowCutoff: number;
  readonly highCutoff: number;
}

const EVALUATIONS = 2000;
/** Positions 0, 0.1, …, 4: the curve is read on these. */
const GRID = Float64Array.from({ length: 41 }, (_, k) => k * 0.1);

const frequencyAt = (position: number): number => 0.02 * 2 ** position;

/**
 * Fits the tuning to spatial frequency: a Gaussian of the position k, or, where an outermost frequency is preferred, an
 * exponential. As AllenSDK's `fit_sf_tuning` it takes the frequencies for 0.02·2^k, k = 0 … 4, and gives at most one
 * cutoff.
 * @param responses the mean response at each frequency.
 * @param frequencies cycles/degree.
 * @param preferred position of the preferred one among them.
 */
export function fitSpatialFrequency(
  responses: ArrayLike<number>,
  frequencies: ArrayLike<number>,
  preferred: number,
): SpatialFrequencyFit {
  requireLists("Fitting the tuning to spatial frequency", { responses, frequencies });
  const last = frequencies.length - 1;
  if (preferred > 0 && preferred < last) return fitPeak(responses, preferred);
  const [least, most] = extremes(responses);
  const curve = fitted(responses, [most, 2, least], (x, p) => p[0]! * Math.exp(-p[1]! * x) + p[2]!);
  const own = { index: preferred, preferred: frequencies[preferred] ?? Number.NaN };
  if (!curve) return { ...own, lowCutoff: Number.NaN, highCutoff: Number.NaN };
  const halves = halfPoints(curve.values);
  return preferred === 0
    ? { ...own, lowCutoff: Number.NaN, highCutoff: cutoff(halves.high) }
    : { ...own, lowCutoff: cutoff(halves.low), highCutoff: Number.NaN };
}

function fitPeak(responses: ArrayLike<number>, preferred: number): SpatialFrequencyFit {
  const none = { lowCutoff: Number.NaN, highCutoff: Number.NaN };
  const start = [extremes(responses)[1], preferred, 1];
  const curve = fitted(responses, start, (x, p) => p[0]! * Math.exp(-((x - p[1]!) ** 2) / (2 * p[2]! ** 2)));
  if (!curve) return { index: Number.NaN, preferred: Number.NaN, ...none };
  const index = curve.parameters[1]!;
  const own = { index, preferred: frequencyAt(index), ...none };
  const { low, high } = halfPoints(curve.values);
  if (low === undefined) return own;
  if (low > 0) return { ...own, lowCutoff: cutoff(low) };
  return high < 4 ? { ...own, highCutoff: cutoff(high) } : own;
}

function cutoff(position: number | undefined): number {
  return position === undefined ? Number.NaN : frequencyAt(GRID[position]!);
}

function fitted(
  responses: ArrayLike<number>,
  start: readonly number[],
  model: (x: number, parameters: Float64Array) => number,
): { parameters: Float64Array; values: Float64Array } | undefined {
  const { parameters, converged } = levenbergMarquardt(
    (p, residuals) => {
      for (let x = 0; x < responses.length; x++) residuals[x] = model(x, p) - responses[x]!;
    },
    start,
    responses.length,
    { evaluations: EVALUATIONS },
  );
  return converged ? { parameters, values: GRID.map((x) => model(x, parameters)) } : undefined;
}

/** The positions nearest to half the maximum, below the peak (if there is any) and from it on. */
function halfPoints(values: Float64Array): { low: number | undefined; high: number } {
  const most = extremes(values)[1];
  const peak = values.indexOf(most);
  const nearest = (from: number, to: number): number | undefined => {
    let best: number | undefined;
    for (let k = from; k < to; k++)
      if (best === undefined || Math.abs(values[k]! - most / 2) < Math.abs(values[best]! - most / 2))
        best = k;
    return best;
  };
  return { low: nearest(0, peak), high: nearest(peak, values.length) ?? peak };
}

/**
 * The discrimination index, (max - min) / (max - min + 2·sqrt(SSE / (n - bias))): how far responses to a parameter differ,
 * against their variation from trial to trial (AllenSDK's `get_sfdi`; DeAngelis, Uka 2003).
 * @param tuning the mean response at each value.
 * @param trials the responses of all trials.
 * @param bias parameters that the means took from the data: as many as there are values; 5 by default.
 */
export function discriminationIndex(tuning: ArrayLike<number>, trials: ArrayLike<number>, bias = 5): number {
  requireLists("Computing a discrimination index", { tuning, trials });
  const [least, most] = extremes(tuning);
  const centre = mean(trials);
  let squares = 0;
  for (let i = 0; i < trials.length; i++) squares += (trials[i]! - centre) ** 2;
  return (most - least) / (most - least + 2 * Math.sqrt(squares / (trials.length - bias)));
}
