import { DampedSteps } from "./damped-step.ts";

/** Residuals of a model at the given parameters, written into `residuals`. */
export type Residuals = (parameters: Float64Array, residuals: Float64Array) => void;

/** What a least-squares fit found. */
export interface Fit {
  readonly parameters: Float64Array;
  /** The sum of squared residuals. */
  readonly cost: number;
  /** Whether it ended at a minimum, and not at the limit of evaluations or of precision. */
  readonly converged: boolean;
}

interface FitOptions {
  /** Evaluations of the residuals, at most. */
  readonly evaluations: number;
}

/** The relative accuracy that scipy's `leastsq` and `curve_fit` ask for. */
const TOLERANCE = 1.49012e-8;
const EPSILON = 2 ** -52;
const STEP = Math.sqrt(EPSILON);
const FIRST_RADIUS = 100;

/**
 * Least squares by Levenberg and Marquardt with forward differences, in the steps of MINPACK's `lmdif` (Moré, Garbow,
 * Hillstrom: User guide for MINPACK-1, 1980), so that fits with several minima end where scipy's do.
 * @param count how many residuals there are, at least as many as parameters.
 */
export function levenbergMarquardt(
  residuals: Residuals,
  start: ArrayLike<number>,
  count: number,
  { evaluations }: FitOptions,
): Fit {
  const n = start.length;
  const x = Float64Array.from(start);
  let f = new Float64Array(count);
  let next = new Float64Array(count);
  residuals(x, f);
  let calls = 1;
  let norm = length(f);
  let scale: Float64Array | undefined;
  let radius = 0;
  let damping = 0;
  let xNorm = 0;
  let moved = false;
  const jacobian = new Float64Array(count * n);
  const candidate = new Float64Array(n);
  const along = new Float64Array(n);
  const steps = new DampedSteps(count, n);
  const { norms, step } = steps;
  const ended = (converged: boolean): Fit => ({ parameters: x, cost: norm * norm, converged });
  for (;;) {
    differences(residuals, x, f, jacobian, next);
    calls += n;
    steps.factor(jacobian, f);
    if (!scale) {
      scale = norms.map((one) => (one === 0 ? 1 : one));
      xNorm = scaledLength(scale, x);
      radius = FIRST_RADIUS * xNorm || FIRST_RADIUS;
    }
    const gradient = largestCosine(steps, norm);
    if (gradient <= 0) return ended(true);
    for (let j = 0; j < n; j++) scale[j] = Math.max(scale[j]!, norms[j]!);
    for (;;) {
      steps.find(scale, radius, damping);
      damping = steps.damping;
      for (let j = 0; j < n; j++) {
        step[j] = -step[j]!;
        candidate[j] = x[j]! + step[j]!;
      }
      const stepNorm = scaledLength(scale, step);
      if (!moved) radius = Math.min(radius, stepNorm);
      residuals(candidate, next);
      calls++;
      const newNorm = length(next);
      const actual = 0.1 * newNorm < norm ? 1 - (newNorm / norm) * (newNorm / norm) : -1;
      const way = lengthAlong(steps, along) / norm;
      const damp = (Math.sqrt(damping) * stepNorm) / norm;
      const predicted = way * way + (damp * damp) / 0.5;
      const slope = -(way * way + damp * damp);
      const ratio = predicted === 0 ? 0 : actual / predicted;
      if (ratio <= 0.25) {
        let factor = actual >= 0 ? 0.5 : (0.5 * slope) / (slope + 0.5 * actual);
        if (0.1 * newNorm >= norm || factor < 0.1) factor = 0.1;
        radius = factor * Math.min(radius, stepNorm / 0.1);
        damping /= factor;
      } else if (damping === 0 || ratio >= 0.75) {
        radius = stepNorm / 0.5;
        damping *= 0.5;
      }
      if (ratio >= 1e-4) {
        moved = true;
        x.set(candidate);
        xNorm = scaledLength(scale, x);
        [f, next] = [next, f];
        norm = newNorm;
      }
      const flat = Math.abs(actual) <= TOLERANCE && predicted <= TOLERANCE && 0.5 * ratio <= 1;
      if (flat || radius <= TOLERANCE * xNorm) return ended(true);
      if (calls >= evaluations) return ended(false);
      const exhausted = Math.abs(actual) <= EPSILON && predicted <= EPSILON && 0.5 * ratio <= 1;
      if (exhausted || radius <= EPSILON * xNorm || gradient <= EPSILON) return ended(false);
      if (ratio >= 1e-4) break;
    }
  }
}

/** The Jacobian by forward differences, column by column. */
function differences(
  residuals: Residuals,
  x: Float64Array,
  f: Float64Array,
  jacobian: Float64Array,
  work: Float64Array,
): void {
  const count = f.length;
  for (let j = 0; j < x.length; j++) {
    const value = x[j]!;
    const h = STEP * Math.abs(value) || STEP;
    x[j] = value + h;
    residuals(x, work);
    x[j] = value;
    for (let i = 0; i < count; i++) jacobian[j * count + i] = (work[i]! - f[i]!) / h;
  }
}

/** The largest cosine between the residuals and a column of the Jacobian; 0 at a minimum. */
function largestCosine({ r, order, norms, qtf }: DampedSteps, norm: number): number {
  const n = norms.length;
  let largest = 0;
  if (norm === 0) return 0;
  for (let j = 0; j < n; j++) {
    const columnNorm = norms[order[j]!]!;
    if (columnNorm === 0) continue;
    let sum = 0;
    for (let i = 0; i <= j; i++) sum += r[i * n + j]! * (qtf[i]! / norm);
    largest = Math.max(largest, Math.abs(sum / columnNorm));
  }
  return largest;
}

/** The length of R Pᵀ step. */
function lengthAlong({ r, order, step }: DampedSteps, along: Float64Array): number {
  const n = step.length;
  along.fill(0);
  for (let j = 0; j < n; j++) {
    const value = step[order[j]!]!;
    for (let i = 0; i <= j; i++) along[i] = along[i]! + r[i * n + j]! * value;
  }
  return length(along);
}

function scaledLength(scale: Float64Array, values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const scaled = scale[i]! * values[i]!;
    sum += scaled * scaled;
  }
  return Math.sqrt(sum);
}

function length(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return Math.sqrt(sum);
}
