/** The factors of a Jacobian with its columns in order of their norm, and what its least-squares problem needs. */
export interface PivotedQr {
  /** Upper triangle, n × n, rows first. */
  readonly r: Float64Array;
  /** Column j of R is column `order[j]` of the Jacobian. */
  readonly order: Int32Array;
  /** Norms of the Jacobian's columns. */
  readonly norms: Float64Array;
  /** The first n values of Qᵀ f. */
  readonly qtf: Float64Array;
}

const EPSILON = 2 ** -52;
/** The smallest normal double. */
const TINY = 2.2250738585072014e-308;

/**
 * Householder's QR factorisation with column pivoting, as MINPACK's `qrfac`.
 * @param jacobian `rows` × n, column by column; it is overwritten.
 */
export function pivotedQr(jacobian: Float64Array, rows: number, n: number, f: Float64Array): PivotedQr {
  // Factored in place: the Jacobian is made anew for each step.
  const a = jacobian;
  const qtf = f.slice();
  const order = Int32Array.from({ length: n }, (_, j) => j);
  const norms = Float64Array.from({ length: n }, (_, j) => columnNorm(a, j * rows, 0, rows));
  const diagonal = norms.slice();
  const left = norms.slice();
  for (let j = 0; j < Math.min(rows, n); j++) {
    pivot(a, rows, n, j, order, diagonal, left);
    const own = j * rows;
    let norm = columnNorm(a, own, j, rows);
    if (norm !== 0) {
      if (a[own + j]! < 0) norm = -norm;
      for (let i = j; i < rows; i++) a[own + i] = a[own + i]! / norm;
      a[own + j] = a[own + j]! + 1;
      for (let k = j + 1; k < n; k++) {
        reflect(a, own, a, k * rows, j, rows);
        if (diagonal[k] === 0) continue;
        const share = a[k * rows + j]! / diagonal[k]!;
        diagonal[k] = diagonal[k]! * Math.sqrt(Math.max(0, 1 - share * share));
        if (0.05 * (diagonal[k]! / left[k]!) ** 2 > EPSILON) continue;
        diagonal[k] = columnNorm(a, k * rows, j + 1, rows);
        left[k] = diagonal[k]!;
      }
      reflect(a, own, qtf, 0, j, rows);
    }
    diagonal[j] = -norm;
  }
  const r = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < j; i++) r[i * n + j] = a[j * rows + i]!;
    r[j * n + j] = diagonal[j]!;
  }
  return { r, order, norms, qtf: qtf.slice(0, n) };
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
  [order[j], order[largest]] = [order[largest]!, order[j]!];
}

/** Applies the reflection of column `own` from row j on to another column. */
function reflect(
  a: Float64Array,
  own: number,
  target: Float64Array,
  at: number,
  j: number,
  rows: number,
): void {
  if (a[own + j] === 0) return;
  let sum = 0;
  for (let i = j; i < rows; i++) sum += a[own + i]! * target[at + i]!;
  const share = sum / a[own + j]!;
  for (let i = j; i < rows; i++) target[at + i] = target[at + i]! - share * a[own + i]!;
}

function columnNorm(a: Float64Array, at: number, from: number, rows: number): number {
  let sum = 0;
  for (let i = from; i < rows; i++) sum += a[at + i]! ** 2;
  return Math.sqrt(sum);
}

/**
 * The step of a trust region, and the damping that gives it, as MINPACK's `lmpar`: its scaled length is within a tenth
 * of the radius, or it is the undamped one, if that is shorter.
 */
export function damped(
  { r, order, qtf }: PivotedQr,
  scale: Float64Array,
  radius: number,
  guess: number,
): { readonly step: Float64Array; readonly parameter: number } {
  const n = order.length;
  const { step, rank } = undamped(r, order, qtf, n);
  let scaled = scale.map((one, j) => one * step[j]!);
  let norm = size(scaled);
  let excess = norm - radius;
  if (excess <= 0.1 * radius) return { step, parameter: 0 };
  let low = 0;
  if (rank >= n) {
    const work = Float64Array.from(order, (l) => scale[l]! * (scaled[l]! / norm));
    forwardSolve(r, work, n);
    low = excess / radius / size(work) / size(work);
  }
  const gradient = Float64Array.from(order, (l, j) => {
    let sum = 0;
    for (let i = 0; i <= j; i++) sum += r[i * n + j]! * qtf[i]!;
    return sum / scale[l]!;
  });
  const steepest = size(gradient);
  let high = steepest / radius;
  if (high === 0) high = TINY / Math.min(radius, 0.1);
  let parameter = Math.min(Math.max(guess, low), high);
  if (parameter === 0) parameter = steepest / norm;
  for (let turn = 1; ; turn++) {
    if (parameter === 0) parameter = Math.max(TINY, 0.001 * high);
    const root = Math.sqrt(parameter);
    const solved = solveDamped(r, order, qtf, scale, root, n);
    scaled = scale.map((one, j) => one * solved.step[j]!);
    norm = size(scaled);
    const before = excess;
    excess = norm - radius;
    if (Math.abs(excess) <= 0.1 * radius || (low === 0 && excess <= before && before < 0) || turn === 10)
      return { step: solved.step, parameter };
    const work = Float64Array.from(order, (l) => scale[l]! * (scaled[l]! / norm));
    for (let j = 0; j < n; j++) {
      work[j] = work[j]! / solved.diagonal[j]!;
      for (let i = j + 1; i < n; i++) work[i] = work[i]! - solved.s[i * n + j]! * work[j]!;
    }
    const correction = excess / radius / size(work) / size(work);
    if (excess > 0) low = Math.max(low, parameter);
    if (excess < 0) high = Math.min(high, parameter);
    parameter = Math.max(low, parameter + correction);
  }
}

/** The step without damping; parameters that the data do not determine stay. */
function undamped(
  r: Float64Array,
  order: Int32Array,
  qtf: Float64Array,
  n: number,
): { step: Float64Array; rank: number } {
  const work = qtf.slice();
  let rank = n;
  for (let j = 0; j < n; j++) {
    if (r[j * n + j] === 0 && rank === n) rank = j;
    if (rank < n) work[j] = 0;
  }
  for (let j = rank - 1; j >= 0; j--) {
    work[j] = work[j]! / r[j * n + j]!;
    for (let i = 0; i < j; i++) work[i] = work[i]! - r[i * n + j]! * work[j]!;
  }
  const step = new Float64Array(n);
  for (let j = 0; j < n; j++) step[order[j]!] = work[j]!;
  return { step, rank };
}

function forwardSolve(r: Float64Array, work: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let i = 0; i < j; i++) sum += r[i * n + j]! * work[i]!;
    work[j] = (work[j]! - sum) / r[j * n + j]!;
  }
}

/** Least squares of R with the damping below it, by Givens rotations, as MINPACK's `qrsolv`. */
function solveDamped(
  r: Float64Array,
  order: Int32Array,
  qtf: Float64Array,
  scale: Float64Array,
  root: number,
  n: number,
): { step: Float64Array; s: Float64Array; diagonal: Float64Array } {
  // The lower triangle holds S transposed, and the diagonal that of R until it is put back.
  const s = new Float64Array(n * n);
  for (let j = 0; j < n; j++) for (let i = j; i < n; i++) s[i * n + j] = r[j * n + i]!;
  const work = qtf.slice();
  const diagonal = new Float64Array(n);
  const row = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    const damp = root * scale[order[j]!]!;
    if (damp !== 0) {
      row.fill(0, j);
      row[j] = damp;
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
  const step = new Float64Array(n);
  for (let j = 0; j < n; j++) step[order[j]!] = work[j]!;
  return { step, s, diagonal };
}

function size(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! ** 2;
  return Math.sqrt(sum);
}
