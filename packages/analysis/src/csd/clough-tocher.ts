import type { Place } from "./arrays.ts";
import { barycentric, type Triangulation } from "./triangulation.ts";

/**
 * Weights of the nine numbers that determine a cubic on a triangle: the values at its corners, then the two derivatives at
 * each of them.
 */
export type CornerWeights = Float64Array;

const NUMBERS = 9;

/** Sums of weights: `combine([2, a], [-1, b])` is 2a - b. */
function combine(...terms: readonly (readonly [number, CornerWeights])[]): CornerWeights {
  const sum = new Float64Array(NUMBERS);
  for (const [factor, weights] of terms)
    for (let i = 0; i < NUMBERS; i++) sum[i] = sum[i]! + factor * weights[i]!;
  return sum;
}

/**
 * The weights of Clough and Tocher's interpolant at a place: cubic on each third of a triangle, with a continuous
 * derivative, whose derivative across an edge is linear along the direction to the neighbour's centroid (Alfeld 1984;
 * Farin 1986).
 */
export function cloughTocherWeights(
  places: readonly Place[],
  triangulation: Triangulation,
  triangle: number,
  place: Place,
): CornerWeights {
  const corners = [0, 1, 2].map((k) => triangulation.corners[3 * triangle + k]!);
  const at = corners.map((corner) => places[corner]!);
  const value = [0, 1, 2].map((k) => unit(k));
  /** The ordinate on the edge from corner i to corner j, a third of the way. */
  const third = (i: number, j: number): CornerWeights => {
    const weights = unit(i);
    weights[3 + 2 * i] = (at[j]!.x - at[i]!.x) / 3;
    weights[4 + 2 * i] = (at[j]!.y - at[i]!.y) / 3;
    return weights;
  };
  /** The ordinate next to corner i, on the line to the centre. */
  const inner = [0, 1, 2].map((i) =>
    combine([1 / 3, value[i]!], [1 / 3, third(i, (i + 1) % 3)], [1 / 3, third(i, (i + 2) % 3)]),
  );
  /** The ordinate across from corner i, between the centre and the opposite edge. */
  const across = [0, 1, 2].map((i) => {
    const [j, k] = [(i + 1) % 3, (i + 2) % 3];
    const w = edgeWeight(places, triangulation, triangle, i);
    return combine(
      [(-w - 1) / 2, value[j]!],
      [(3 * w + 2) / 2, third(j, k)],
      [(-3 * w - 1) / 2, third(k, j)],
      [w / 2, value[k]!],
      [1 / 2, inner[j]!],
      [1 / 2, inner[k]!],
    );
  });
  const centre = [0, 1, 2].map((i) =>
    combine([1 / 3, across[(i + 1) % 3]!], [1 / 3, across[(i + 2) % 3]!], [1 / 3, inner[i]!]),
  );
  const middle = combine([1 / 3, centre[0]!], [1 / 3, centre[1]!], [1 / 3, centre[2]!]);
  const b = barycentric(places, triangulation, triangle, place);
  const least = Math.min(...b);
  const c = b.map((one) => one - least);
  const d = 3 * least;
  const terms: (readonly [number, CornerWeights])[] = [[d ** 3, middle]];
  for (let i = 0; i < 3; i++) {
    const [j, k] = [(i + 1) % 3, (i + 2) % 3];
    const own = c[i]!;
    terms.push(
      [own ** 3, value[i]!],
      [3 * own ** 2 * c[j]!, third(i, j)],
      [3 * own ** 2 * c[k]!, third(i, k)],
      [3 * own ** 2 * d, inner[i]!],
      [3 * own * d ** 2, centre[i]!],
      [6 * c[j]! * c[k]! * d, across[i]!],
    );
  }
  return combine(...terms);
}

function unit(k: number): CornerWeights {
  const weights = new Float64Array(NUMBERS);
  weights[k] = 1;
  return weights;
}

/** How the derivative across the edge opposite a corner leans, by the neighbour's centroid; -1/2 on the hull. */
function edgeWeight(
  places: readonly Place[],
  triangulation: Triangulation,
  triangle: number,
  corner: number,
): number {
  const neighbour = triangulation.neighbours[3 * triangle + corner]!;
  if (neighbour < 0) return -1 / 2;
  const others = [0, 1, 2].map((k) => places[triangulation.corners[3 * neighbour + k]!]!);
  const centroid = {
    x: others.reduce((sum, { x }) => sum + x, 0) / 3,
    y: others.reduce((sum, { y }) => sum + y, 0) / 3,
  };
  const c = barycentric(places, triangulation, triangle, centroid);
  const [u, v] = [c[(corner + 2) % 3]!, c[(corner + 1) % 3]!];
  return (2 * u + v - 1) / (2 - 3 * u - 3 * v);
}
