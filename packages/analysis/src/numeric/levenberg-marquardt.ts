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

/** What a try of a step came to: the next one from the same place, a new place, or the end. */
const AGAIN = 0;
const MOVED = 1;
const CONVERGED = 2;
const GAVE_UP = 3;

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
  const descent = new Descent(residuals, start, count, evaluations);
  let outcome = MOVED;
  while (outcome === MOVED) {
    outcome = descent.look();
    while (outcome === AGAIN) outcome = descent.tryStep();
  }
  const { x, norm } = descent;
  return { parameters: x, cost: norm * norm, converged: outcome === CONVERGED };
}

/** A fit under way. Its loops are methods, which engines compile while they run, the ends of a fit included. */
class Descent {
  readonly x: Float64Array;
  /** The length of the residuals. */
  norm: number;
  readonly #residuals: Residuals;
  readonly #evaluations: number;
  readonly #jacobian: Float64Array;
  readonly #candidate: Float64Array;
  readonly #shares: Float64Array;
  readonly #scale: Float64Array;
  readonly #steps: DampedSteps;
  #f: Float64Array;
  #next: Float64Array;
  #calls = 1;
  #gradient = 0;
  #radius = 0;
  #damping = 0;
  #xNorm = 0;
  #looked = false;
  #moved = false;

  constructor(residuals: Residuals, start: ArrayLike<number>, count: number, evaluations: number) {
    const n = start.length;
    this.#residuals = residuals;
    this.#evaluations = evaluations;
    this.x = Float64Array.from(start);
    this.#f = new Float64Array(count);
    this.#next = new Float64Array(count);
    this.#jacobian = new Float64Array(count * (n + 1));
    this.#candidate = new Float64Array(n);
    this.#shares = new Float64Array(n);
    this.#scale = new Float64Array(n);
    this.#steps = new DampedSteps(count, n);
    residuals(this.x, this.#f);
    this.norm = length(this.#f);
  }

  /** The scale and the radius of the first step. */
  #begin(): void {
    const scale = this.#scale;
    const { norms } = this.#steps;
    this.#looked = true;
    for (let j = 0; j < norms.length; j++) scale[j] = norms[j] === 0 ? 1 : norms[j]!;
    this.#xNorm = scaledLength(scale, this.x);
    this.#radius = FIRST_RADIUS * this.#xNorm || FIRST_RADIUS;
  }

  /** Looks around: the Jacobian at this place. */
  look(): number {
    const steps = this.#steps;
    const scale = this.#scale;
    const { norms } = steps;
    differences(this.#residuals, this.x, this.#f, this.#jacobian, this.#next);
    this.#calls += norms.length;
    steps.factor(this.#jacobian);
    if (!this.#looked) this.#begin();
    this.#gradient = largestCosine(steps, this.norm, this.#shares);
    if (this.#gradient <= 0) return CONVERGED;
    for (let j = 0; j < norms.length; j++) scale[j] = Math.max(scale[j]!, norms[j]!);
    return AGAIN;
  }

  /** Tries a step, and goes it where it leads down. */
  tryStep(): number {
    const { norm, x } = this;
    const candidate = this.#candidate;
    const steps = this.#steps;
    const { step } = steps;
    steps.find(this.#scale, this.#radius, this.#damping);
    let damping = steps.damping;
    let radius = this.#radius;
    for (let j = 0; j < step.length; j++) {
      step[j] = -step[j]!;
      candidate[j] = x[j]! + step[j]!;
    }
    const stepNorm = steps.length;
    if (!this.#moved) radius = Math.min(radius, stepNorm);
    this.#residuals(candidate, this.#next);
    this.#calls++;
    const newNorm = length(this.#next);
    const actual = 0.1 * newNorm < norm ? 1 - (newNorm / norm) * (newNorm / norm) : -1;
    const way = lengthAlong(steps) / norm;
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
    this.#radius = radius;
    this.#damping = damping;
    if (ratio >= 1e-4) this.#go(newNorm);
    const flat = Math.abs(actual) <= TOLERANCE && predicted <= TOLERANCE && 0.5 * ratio <= 1;
    if (flat || radius <= TOLERANCE * this.#xNorm) return CONVERGED;
    if (this.#calls >= this.#evaluations) return GAVE_UP;
    const exhausted = Math.abs(actual) <= EPSILON && predicted <= EPSILON && 0.5 * ratio <= 1;
    if (exhausted || radius <= EPSILON * this.#xNorm || this.#gradient <= EPSILON) return GAVE_UP;
    return ratio >= 1e-4 ? MOVED : AGAIN;
  }

  /** The candidate, whose residuals are known, is the next place. */
  #go(norm: number): void {
    const last = this.#f;
    this.#f = this.#next;
    this.#next = last;
    this.#moved = true;
    const candidate = this.#candidate;
    for (let j = 0; j < candidate.length; j++) this.x[j] = candidate[j]!;
    this.#xNorm = scaledLength(this.#scale, this.x);
    this.norm = norm;
  }
}

/** The Jacobian by forward differences, column by column, and the residuals as one more column. */
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
  for (let i = 0; i < count; i++) jacobian[x.length * count + i] = f[i]!;
}

/** The largest cosine between the residuals and a column of the Jacobian; 0 at a minimum. */
function largestCosine({ r, order, norms, qtf }: DampedSteps, norm: number, shares: Float64Array): number {
  const n = norms.length;
  if (norm === 0) return 0;
  for (let i = 0; i < n; i++) shares[i] = qtf[i]! / norm;
  let largest = 0;
  for (let j = 0; j < n; j++) {
    const columnNorm = norms[order[j]!]!;
    if (columnNorm === 0) continue;
    let sum = 0;
    for (let i = 0; i <= j; i++) sum += r[i * n + j]! * shares[i]!;
    largest = Math.max(largest, Math.abs(sum / columnNorm));
  }
  return largest;
}

/** The length of R Pᵀ step. */
function lengthAlong({ r, order, step }: DampedSteps): number {
  const n = step.length;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = i; j < n; j++) sum += r[i * n + j]! * step[order[j]!]!;
    squares += sum * sum;
  }
  return Math.sqrt(squares);
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
