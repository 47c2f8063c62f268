import type { Place } from "./arrays.ts";
import type { Triangulation } from "./triangulation.ts";

/**
 * What the gradients at places are in terms of the values there: they minimise the bending energy of the cubic Hermite
 * curves on all edges (Nielson 1983; Renka, Cline 1984). The equations are symmetric: `solve` gives x with A x = b, two
 * numbers a place.
 */
export interface GradientEquations {
  readonly size: number;
  solve(right: Float64Array): Float64Array;
  /** The right side of the equations for some values. */
  rightOf(values: ArrayLike<number>): Float64Array;
  /** What each value adds up to where the right side is weighted: the transpose of `rightOf`. */
  weighted(weights: Float64Array): Float64Array;
}

/** The equations of a triangulation. */
export function gradientEquations(places: readonly Place[], { corners }: Triangulation): GradientEquations {
  const n = places.length;
  const edges = edgesOf(corners);
  const matrix = new Float64Array(4 * n * n);
  const add = (row: number, column: number, value: number) => {
    matrix[row * 2 * n + column] = matrix[row * 2 * n + column]! + value;
  };
  const used = new Uint8Array(n);
  for (const [i, j] of edges) {
    const { e, cubed } = edgeOf(places, i, j);
    used[i] = used[j] = 1;
    for (let p = 0; p < 2; p++)
      for (let q = 0; q < 2; q++) {
        const product = (e[p]! * e[q]!) / cubed;
        add(2 * i + p, 2 * i + q, 4 * product);
        add(2 * j + p, 2 * j + q, 4 * product);
        add(2 * i + p, 2 * j + q, 2 * product);
        add(2 * j + q, 2 * i + p, 2 * product);
      }
  }
  // Places without an edge (two channels at one place) have no gradient.
  for (let i = 0; i < n; i++)
    if (!used[i]) {
      add(2 * i, 2 * i, 1);
      add(2 * i + 1, 2 * i + 1, 1);
    }
  const factor = choleskyFactor(matrix, 2 * n);
  return {
    size: 2 * n,
    solve: (right) => choleskySolve(factor, right),
    rightOf(values) {
      const right = new Float64Array(2 * n);
      for (const [i, j] of edges) {
        const { e, cubed } = edgeOf(places, i, j);
        for (let p = 0; p < 2; p++) {
          const pull = (6 * (values[j]! - values[i]!) * e[p]!) / cubed;
          right[2 * i + p] = right[2 * i + p]! + pull;
          right[2 * j + p] = right[2 * j + p]! + pull;
        }
      }
      return right;
    },
    weighted(weights) {
      const sums = new Float64Array(n);
      for (const [i, j] of edges) {
        const { e, cubed } = edgeOf(places, i, j);
        for (let p = 0; p < 2; p++) {
          const pull = (6 * e[p]! * (weights[2 * i + p]! + weights[2 * j + p]!)) / cubed;
          sums[j] = sums[j]! + pull;
          sums[i] = sums[i]! - pull;
        }
      }
      return sums;
    },
  };
}

function edgeOf(
  places: readonly Place[],
  i: number,
  j: number,
): { e: readonly [number, number]; cubed: number } {
  const e = [places[j]!.x - places[i]!.x, places[j]!.y - places[i]!.y] as const;
  return { e, cubed: Math.hypot(...e) ** 3 };
}

function edgesOf(corners: Int32Array): (readonly [number, number])[] {
  const found = new Map<string, readonly [number, number]>();
  for (let t = 0; t < corners.length; t += 3)
    for (const [p, q] of [
      [0, 1],
      [1, 2],
      [2, 0],
    ] as const) {
      const [a, b] = [corners[t + p]!, corners[t + q]!];
      found.set(a < b ? `${a} ${b}` : `${b} ${a}`, a < b ? [a, b] : [b, a]);
    }
  return [...found.values()];
}

/** The lower factor of a symmetric, positive definite matrix, row by row, with the first column of each row that counts. */
function choleskyFactor(a: Float64Array, n: number): { l: Float64Array; first: Int32Array; n: number } {
  const l = a.slice();
  const first = Int32Array.from({ length: n }, (_, i) => {
    let j = 0;
    while (j < i && a[i * n + j] === 0) j++;
    return j;
  });
  for (let i = 0; i < n; i++)
    for (let j = first[i]!; j <= i; j++) {
      let sum = l[i * n + j]!;
      for (let k = Math.max(first[i]!, first[j]!); k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      l[i * n + j] = i === j ? Math.sqrt(sum) : sum / l[j * n + j]!;
    }
  return { l, first, n };
}

function choleskySolve(
  { l, first, n }: { l: Float64Array; first: Int32Array; n: number },
  right: Float64Array,
): Float64Array {
  const x = right.slice();
  for (let i = 0; i < n; i++) {
    for (let k = first[i]!; k < i; k++) x[i] = x[i]! - l[i * n + k]! * x[k]!;
    x[i] = x[i]! / l[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    x[i] = x[i]! / l[i * n + i]!;
    for (let k = first[i]!; k < i; k++) x[k] = x[k]! - l[i * n + k]! * x[i]!;
  }
  return x;
}
