import { requireLists } from "../lists.ts";
import { levenbergMarquardt } from "../numeric/levenberg-marquardt.ts";
import { extremes } from "../numeric/moments.ts";

/** The evaluations after which AllenSDK's fit gives up. */
const EVALUATIONS = 100_000;
const GRID = 256;

/** A contrast response curve, q + (r - q) / (1 + exp(b (ln c - ln e))) at contrast c. */
export interface ContrastFit {
  /** b, q, r, e. */
  readonly parameters: Float64Array;
  readonly cost: number;
}

/**
 * Fits a sigmoid of the logarithm of contrast to responses, by least squares from 1, 1, 1, 1, as AllenSDK does.
 * @returns undefined for fewer than four contrasts, and where the fit does not converge.
 */
export function fitContrastResponse(
  contrasts: ArrayLike<number>,
  responses: ArrayLike<number>,
): ContrastFit | undefined {
  requireLists("Fitting a contrast response", { contrasts, responses });
  const n = contrasts.length;
  if (n < 4 || n !== responses.length) return undefined;
  const logs = Float64Array.from(contrasts, Math.log);
  const fit = levenbergMarquardt(
    (p, residuals) => {
      const b = p[0]!;
      const q = p[1]!;
      const r = p[2]!;
      const e = Math.log(p[3]!);
      for (let i = 0; i < n; i++)
        residuals[i] = q + (r - q) / (1 + Math.exp(b * (logs[i]! - e))) - responses[i]!;
    },
    [1, 1, 1, 1],
    n,
    { evaluations: EVALUATIONS },
  );
  return fit.converged ? fit : undefined;
}

function curve(contrast: number, parameters: ArrayLike<number>): number {
  const [b, q, r, e] = [parameters[0]!, parameters[1]!, parameters[2]!, parameters[3]!];
  return q + (r - q) / (1 + Math.exp(b * (Math.log(contrast) - Math.log(e))));
}

/**
 * The contrast at which a fitted response curve is halfway between its extremes, on 256 contrasts from 0.9 of the
 * smallest to 1.1 of the largest: values above 1 can occur. Where the data do not determine the curve, neither is this
 * number determined, and even a silent unit gets one; see `fitContrastResponse`.
 * @param contrasts 0 to 1.
 * @param responses the mean response at each contrast.
 * @returns NaN for fewer than four contrasts, lists of different lengths, and where the fit does not converge.
 */
export function c50(contrasts: ArrayLike<number>, responses: ArrayLike<number>): number {
  const fit = fitContrastResponse(contrasts, responses);
  if (!fit) return Number.NaN;
  const [least, most] = extremes(contrasts);
  const [from, to] = [least * 0.9, most * 1.1];
  const grid = Float64Array.from({ length: GRID }, (_, k) => from + (k * (to - from)) / (GRID - 1));
  const values = grid.map((contrast) => curve(contrast, fit.parameters));
  const [low, high] = extremes(values);
  const middle = (high - low) / 2 + low;
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
  const found = order.find((k) => values[k]! >= middle);
  return found === undefined ? Number.NaN : grid[found]!;
}
