import { requireShape } from "../lists.ts";
import { gaussianKernel, smoothMirrored } from "../numeric/gaussian-smoothing.ts";
import { levenbergMarquardt } from "../numeric/levenberg-marquardt.ts";
import { mean, pearson } from "../numeric/moments.ts";

/** Values by three dimensions, flat in C order. */
export interface Cube {
  readonly data: Float64Array;
  readonly shape: readonly [number, number, number];
}

/**
 * How each unit's counts in one bin go along with its counts in a later one, over trials with spikes in both (AllenSDK's
 * `calculate_time_delayed_correlation`).
 * @param counts trial × bin × unit, such as those of `presentationwiseSpikeCounts`.
 * @returns unit × bin × bin; NaN on and below the diagonal, for fewer than two such trials, and where counts do not vary.
 */
export function timeDelayedCorrelations(counts: {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}): Cube {
  requireShape("Computing time-delayed correlations", "the counts", counts, ["trials", "bins", "units"]);
  const { data } = counts;
  const [trials = 0, bins = 0, units = 0] = counts.shape;
  const correlations = new Float64Array(units * bins * bins).fill(Number.NaN);
  const at = (trial: number, bin: number, unit: number) => data[(trial * bins + bin) * units + unit]!;
  for (let unit = 0; unit < units; unit++)
    for (let i = 0; i < bins - 1; i++)
      for (let j = i + 1; j < bins; j++) {
        const left: number[] = [];
        const right: number[] = [];
        for (let trial = 0; trial < trials; trial++) {
          const [a, b] = [at(trial, i, unit), at(trial, j, unit)];
          if (!(a * b > 0)) continue;
          left.push(a);
          right.push(b);
        }
        correlations[(unit * bins + i) * bins + j] = pearson(left, right);
      }
  return { data: correlations, shape: [units, bins, bins] };
}

/** The decay of correlations with delay, a·exp(-t/b) + c; t in bins. */
export interface TimescaleFit {
  /** Delays 1, 2, …, in bins. */
  readonly delays: Float64Array;
  /** Mean correlation at each delay, smoothed. */
  readonly correlations: Float64Array;
  readonly standardErrors: Float64Array;
  readonly amplitude: number;
  /** b, the intrinsic timescale, in bins. */
  readonly timescale: number;
  readonly offset: number;
}

const SMOOTHING = 0.8;
/** Without end, as in AllenSDK, were it not that a fit that has not converged by now never will. */
const EVALUATIONS = 1_000_000;

/**
 * Fits an exponential decay to time-delayed correlations (AllenSDK's `fit_exp`): magnitudes, averaged over units, then
 * over the earlier bin, and smoothed. Missing correlations are left out; amplitude, timescale and offset are NaN where
 * the fit does not converge or there are fewer than three delays.
 */
export function intrinsicTimescale(correlation: Cube): TimescaleFit {
  requireShape("Fitting a timescale", "the correlations", correlation, ["units", "bins", "bins"]);
  const {
    data,
    shape: [units, bins],
  } = correlation;
  const byPair = Float64Array.from({ length: bins * bins }, (_, pair) =>
    knownMean(Array.from({ length: units }, (_, unit) => Math.abs(data[unit * bins * bins + pair]!))),
  );
  const columns = Array.from({ length: Math.max(0, bins - 1) }, (_, j) =>
    Array.from({ length: bins }, (_, i) => byPair[i * bins + j + 1]!).filter((value) => !Number.isNaN(value)),
  );
  const delays = Float64Array.from(columns, (_, j) => j + 1);
  const correlations = smoothMirrored(Float64Array.from(columns, mean), gaussianKernel(SMOOTHING));
  const standardErrors = Float64Array.from(columns, (values) => {
    const centre = mean(values);
    return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)) / units);
  });
  const known = { delays, correlations, standardErrors };
  const unknown = { ...known, amplitude: Number.NaN, timescale: Number.NaN, offset: Number.NaN };
  if (delays.length < 3 || correlations.some(Number.isNaN)) return unknown;
  const { parameters, converged } = levenbergMarquardt(
    (p, residuals) => {
      for (let i = 0; i < delays.length; i++)
        residuals[i] = p[0]! * Math.exp((-1 / p[1]!) * delays[i]!) + p[2]! - correlations[i]!;
    },
    [-4, 2, 1],
    delays.length,
    { evaluations: EVALUATIONS },
  );
  if (!converged) return unknown;
  return { ...known, amplitude: parameters[0]!, timescale: parameters[1]!, offset: parameters[2]! };
}

function knownMean(values: readonly number[]): number {
  return mean(values.filter((value) => !Number.isNaN(value)));
}
