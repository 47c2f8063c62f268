import { requireLists } from "../lists.ts";
import { extremes, sum } from "../numeric/moments.ts";

/**
 * Global orientation selectivity, |Σ R e^(2iθ)| / Σ R: 1 minus the circular variance (Ringach, Shapley, Hawken 2002).
 * @param orientations degrees.
 * @param tuning the mean response at each orientation.
 * @returns 0 to 1 for responses that are not negative; NaN for lists of different lengths, and without any response.
 * @example
 * import { orientationSelectivity } from "@ecephys/analysis";
 *
 * orientationSelectivity([0, 45, 90, 135], [1, 2, 8, 3]); // 0.5
 */
export function orientationSelectivity(orientations: ArrayLike<number>, tuning: ArrayLike<number>): number {
  requireLists("Computing orientation selectivity", { orientations, tuning });
  return vectorStrength(orientations, tuning, 2);
}

/**
 * Global direction selectivity, |Σ R e^(iθ)| / Σ R. Arguments and missing values as in `orientationSelectivity`.
 * @param directions degrees.
 */
export function directionSelectivity(directions: ArrayLike<number>, tuning: ArrayLike<number>): number {
  requireLists("Computing direction selectivity", { directions, tuning });
  return vectorStrength(directions, tuning, 1);
}

function vectorStrength(degrees: ArrayLike<number>, tuning: ArrayLike<number>, multiple: number): number {
  if (degrees.length === 0 || degrees.length !== tuning.length) return Number.NaN;
  const total = sum(tuning);
  if (total === 0) return Number.NaN;
  let [real, imaginary] = [0, 0];
  for (let i = 0; i < degrees.length; i++) {
    const angle = (multiple * degrees[i]! * Math.PI) / 180;
    real += tuning[i]! * Math.cos(angle);
    imaginary += tuning[i]! * Math.sin(angle);
  }
  return Math.hypot(real, imaginary) / total;
}

/**
 * Lifetime sparseness, (1 - (Σ r)² / (N Σ r²)) / (1 - 1/N): 0 where all responses are equal, 1 where a single condition
 * drives the unit (Vinje, Gallant 2000; Olsen, Wilson 2008).
 * @param responses one per condition.
 * @returns NaN for fewer than two conditions, and without any response.
 */
export function lifetimeSparseness(responses: ArrayLike<number>): number {
  requireLists("Computing lifetime sparseness", { responses });
  const n = responses.length;
  if (n <= 1) return Number.NaN;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += responses[i]! ** 2;
  return (1 - sum(responses) ** 2 / squares / n) / (1 - 1 / n);
}

/**
 * How selective a unit is among images (Quian Quiroga, Reddy, Koch, Fried 2007): 1 - 2·A, where A is the mean, over
 * thresholds from the smallest to the largest response, of the share of images above the threshold.
 * @param responses the mean response to each image.
 * @param steps how many thresholds; 1000 by default.
 * @returns 0 where all responses are equal, 1 - 2/N for a single image; NaN for fewer than two images or thresholds.
 */
export function imageSelectivity(responses: ArrayLike<number>, steps = 1000): number {
  requireLists("Computing image selectivity", { responses });
  if (responses.length < 2 || steps < 2) return Number.NaN;
  const [least, most] = extremes(responses);
  if (Number.isNaN(least)) return Number.NaN;
  if (least === most) return 0;
  const ascending = Float64Array.from(responses).sort();
  const step = (most - least) / steps;
  let below = 0;
  let shares = 0;
  for (let j = 0; j < steps; j++) {
    const threshold = least + j * step;
    while (below < ascending.length && ascending[below]! <= threshold) below++;
    shares += (ascending.length - below) / ascending.length;
  }
  return 1 - 2 * (shares / steps);
}
