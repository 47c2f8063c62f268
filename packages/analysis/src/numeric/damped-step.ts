const EPSILON = 2 ** -52;
/** The smallest normal double. */
const TINY = 2.2250738585072014e-308;

/**
 * Steps of a trust region, from one Jacobian after the other of the same size. Whatever a step needs is kept and written
 * again for the next: fits take thousands of them, of a few numbers each.
 */
export class DampedSteps {
  /** The step that was found last. */
  readonly step: Float64Array;
  /** The damping that gave it. */
  damping = 0;
  /** Its scaled length. */
  length = 0;
  /** The upper triangle R of the factored Jacobian, n × n, rows first. */
  readonly r: Float64Array;
  /** Column j of R is column `order[j]` of the Jacobian. */
  readonly order: Int32Array;
  /** Norms of the Jacobian's columns. */
  readonly norms: Float64Array;
  /** The first n values of Qᵀ f. */
  readonly qtf: Float64Array;

  readonly #rows: number;
  readonly #diagonal: Float64Array;
  readonly #left: Float64Array;
  readonly #scaled: Float64Array;
  readonly #work: Float64Array;
  // The lower triangle holds S transposed, and the diagonal that of R until it is put back.
  readonly #s: Float64Array;
  readonly #row: Float64Array;

  /** @param rows how many residuals there are. @param n how many parameters. */
  constructor(rows: number, n: number) {
    this.#rows = rows;
    this.step = new Float64Array(n);
    this.r = new Float64Array(n * n);
    this.order = new Int32Array(n);
    this.norms = new Float64Array(n);
    this.qtf = new Float64Array(n);
    this.#diagonal = new Float64Array(n);
    this.#left = new Float64Array(n);
    this.#scaled = new Float64Array(n);
    this.#work = new Float64Array(n);
    this.#s = new Float64Array(n * n);
    this.#row = new Float64Array(n);
  }

  /**
   * Householder's QR factorisation with column pivoting, as MINPACK's `qrfac`.
   * @param a the Jacobian, `rows` × n, column by column, and the residuals as one more column; they are overwritten, since
   * they are made anew for each step.
   */
  factor(a: Float64Array): void {
    const { r, order, norms, qtf } = this;
    const rows = this.#rows;
    const diagonal = this.#diagonal;
    const left = this.#left;
    const n = order.length;
    for (let j = 0; j < n; j++) {
      order[j] = j;
      norms[j] = diagonal[j] = left[j] = columnNorm(a, j * rows, 0, rows);
    }
    for (let j = 0; j < Math.min(rows, n); j++) {
      pivot(a, rows, n, j, order, diagonal, left);
      const own = j * rows;
      let norm = columnNorm(a, own, j, rows);
      if (norm !== 0) {
        if (a[own + j]! < 0) norm = -norm;
        for (let i = j; i < rows; i++) a[own + i] = a[own + i]! / norm;
        a[own + j] = a[own + j]! + 1;
        for (let k = j + 1; k <= n; k++) {
          reflect(a, own, k * rows, j, rows);
          if (k === n || diagonal[k] === 0) continue;
          const share = a[k * rows + j]! / diagonal[k]!;
          diagonal[k] = diagonal[k]! * Math.sqrt(Math.max(0, 1 - share * share));
          const loss = diagonal[k]! / left[k]!;
          if (0.05 * (loss * loss) > EPSILON) continue;
          diagonal[k] = columnNorm(a, k * rows, j + 1, rows);
          left[k] = diagonal[k]!;
        }
      }
      diagonal[j] = -norm;
    }
    for (let j = 0; j < n; j++) {
      for (let i = 0; i < j; i++) r[i * n + j] = a[j * rows + i]!;
      r[j * n + j] = diagonal[j]!;
      qtf[j] = a[n * rows + j]!;
    }
  }

  /**
   * The step of the trust region, and the damping that gives it, as MINPACK's `lmpar`: its scaled length is within a
   * tenth of the radius, or it is the undamped one, if that is shorter.
   */
  find(scale: Float64Array, radius: number, guess: number): void {
    const { r, order, qtf, step } = this;
    const scaled = this.#scaled;
    const work = this.#work;
    const n = order.length;
    const rank = this.#undamped();
    let norm = scaledSize(scale, step, scaled);
    let excess = norm - radius;
    this.damping = 0;
    this.length = norm;
    if (excess <= 0.1 * radius) return;
    let low = 0;
    if (rank >= n) {
      for (let j = 0; j < n; j++) work[j] = scale[order[j]!]! * (scaled[order[j]!]! / norm);
      let squares = 0;
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let i = 0; i < j; i++) sum += r[i * n + j]! * work[i]!;
        const value = (work[j]! - sum) / r[j * n + j]!;
        work[j] = value;
        squares += value * value;
      }
      low = excess / radius / Math.sqrt(squares) / Math.sqrt(squares);
    }
    let slopes = 0;
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let i = 0; i <= j; i++) sum += r[i * n + j]! * qtf[i]!;
      const slope = sum / scale[order[j]!]!;
      slopes += slope * slope;
    }
    const steepest = Math.sqrt(slopes);
    let high = steepest / radius;
    if (high === 0) high = TINY / Math.min(radius, 0.1);
    let parameter = Math.min(Math.max(guess, low), high);
    if (parameter === 0) parameter = steepest / norm;
    for (let turn = 1; ; turn++) {
      if (parameter === 0) parameter = Math.max(TINY, 0.001 * high);
      this.#solveDamped(scale, Math.sqrt(parameter));
      norm = scaledSize(scale, step, scaled);
      const before = excess;
      excess = norm - radius;
      this.damping = parameter;
      this.length = norm;
      if (Math.abs(excess) <= 0.1 * radius || (low === 0 && excess <= before && before < 0) || turn === 10)
        return;
      for (let j = 0; j < n; j++) work[j] = scale[order[j]!]! * (scaled[order[j]!]! / norm);
      const length = this.#dampedLength(work);
      const correction = excess / radius / length / length;
      if (excess > 0) low = Math.max(low, parameter);
      if (excess < 0) high = Math.min(high, parameter);
      parameter = Math.max(low, parameter + correction);
    }
  }

  /** The length of what solves Sᵀ x = `work`. */
  #dampedLength(work: Float64Array): number {
    const s = this.#s;
    const n = work.length;
    let squares = 0;
    for (let j = 0; j < n; j++) {
      const value = work[j]! / this.#diagonal[j]!;
      squares += value * value;
      for (let i = j + 1; i < n; i++) work[i] = work[i]! - s[i * n + j]! * value;
    }
    return Math.sqrt(squares);
  }

  /** The step without damping; parameters that the data do not determine stay. */
  #undamped(): number {
    const { r, order, qtf } = this;
    const work = this.#work;
    const n = order.length;
    let rank = n;
    for (let j = 0; j < n; j++) {
      if (r[j * n + j] === 0 && rank === n) rank = j;
      work[j] = rank < n ? 0 : qtf[j]!;
    }
    for (let j = rank - 1; j >= 0; j--) {
      work[j] = work[j]! / r[j * n + j]!;
      for (let i = 0; i < j; i++) work[i] = work[i]! - r[i * n + j]! * work[j]!;
    }
    this.#put(work);
    return rank;
  }

  /** Least squares of R with the damping below it, by Givens rotations, as MINPACK's `qrsolv`. */
  #solveDamped(scale: Float64Array, root: number): void {
    const { r, order, qtf } = this;
    const s = this.#s;
    const work = this.#work;
    const diagonal = this.#diagonal;
    const row = this.#row;
    const n = order.length;
    for (let j = 0; j < n; j++) {
      work[j] = qtf[j]!;
      for (let i = j; i < n; i++) s[i * n + j] = r[j * n + i]!;
    }
    for (let j = 0; j < n; j++) {
      const damp = root * scale[order[j]!]!;
      if (damp !== 0) {
        row[j] = damp;
        for (let k = j + 1; k < n; k++) row[k] = 0;
        let carried = 0;
        for (let k = j; k < n; k++) {
          if (row[k] === 0) continue;
          const own = s[k * n + k]!;
          let cos: number;
          let sin: number;
          if (Math.abs(own) < Math.abs(row[k]!)) {
            const cotan = own / row[k]!;
            sin = 0.5 / Math.sqrt(0.25 + 0.25 * cotan * cotan);
            cos = sin * cotan;
          } else {
            const tan = row[k]! / own;
            cos = 0.5 / Math.sqrt(0.25 + 0.25 * tan * tan);
            sin = cos * tan;
          }
          s[k * n + k] = cos * own + sin * row[k]!;
          const value = cos * work[k]! + sin * carried;
          carried = -sin * work[k]! + cos * carried;
          work[k] = value;
          for (let i = k + 1; i < n; i++) {
            const turned = cos * s[i * n + k]! + sin * row[i]!;
            row[i] = -sin * s[i * n + k]! + cos * row[i]!;
            s[i * n + k] = turned;
          }
        }
      }
      diagonal[j] = s[j * n + j]!;
    }
    let rank = n;
    for (let j = 0; j < n; j++) {
      if (diagonal[j] === 0 && rank === n) rank = j;
      if (rank < n) work[j] = 0;
    }
    for (let j = rank - 1; j >= 0; j--) {
      let sum = 0;
      for (let i = j + 1; i < rank; i++) sum += s[i * n + j]! * work[i]!;
      work[j] = (work[j]! - sum) / diagonal[j]!;
    }
    this.#put(work);
  }

  #put(work: Float64Array): void {
    const { order, step } = this;
    for (let j = 0; j < order.length; j++) step[order[j]!] = work[j]!;
  }
}

/** Brings the column of the largest remaining norm to position j. */
function pivot(
  a: Float64Array,
  rows: number,
  n: number,
  j: number,
  order: Int32Array,
  diagonal: Float64Array,
  left: Float64Array,
): void {
  let largest = j;
  for (let k = j; k < n; k++) if (diagonal[k]! > diagonal[largest]!) largest = k;
  if (largest === j) return;
  for (let i = 0; i < rows; i++) {
    const value = a[j * rows + i]!;
    a[j * rows + i] = a[largest * rows + i]!;
    a[largest * rows + i] = value;
  }
  diagonal[largest] = diagonal[j]!;
  left[largest] = left[j]!;
  const column = order[j]!;
  order[j] = order[largest]!;
  order[largest] = column;
}

/** Applies the reflection of column `own` from row j on to another column. */
function reflect(a: Float64Array, own: number, at: number, j: number, rows: number): void {
  if (a[own + j] === 0) return;
  let sum = 0;
  for (let i = j; i < rows; i++) sum += a[own + i]! * a[at + i]!;
  const share = sum / a[own + j]!;
  for (let i = j; i < rows; i++) a[at + i] = a[at + i]! - share * a[own + i]!;
}

function columnNorm(a: Float64Array, at: number, from: number, rows: number): number {
  let sum = 0;
  for (let i = from; i < rows; i++) sum += a[at + i]! * a[at + i]!;
  return Math.sqrt(sum);
}

/** The length of scaled values, which are written into `scaled`. */
function scaledSize(scale: Float64Array, values: Float64Array, scaled: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < scaled.length; j++) {
    const value = scale[j]! * values[j]!;
    scaled[j] = value;
    sum += value * value;
  }
  return Math.sqrt(sum);
}
