import Delaunator from "delaunator";
import { mismatch, type Place } from "./arrays.ts";

/** Triangles over places. */
export interface Triangulation {
  /** Three positions of places a triangle. */
  readonly corners: Int32Array;
  /** By triangle the triangle across from each corner; -1 on the hull. */
  readonly neighbours: Int32Array;
}

/**
 * Delaunay's triangulation. Where four places lie on a circle (a left-out channel leaves a rectangle) it is a choice; give
 * triangles of your own where that matters.
 * @throws an EcephysError "argument" for fewer than three places, and for places in a line.
 */
export function triangulate(places: readonly Place[]): Triangulation {
  const flat = Float64Array.from(places.flatMap(({ x, y }) => [x, y]));
  const { triangles } = new Delaunator(flat);
  if (triangles.length === 0)
    throw mismatch(
      "Triangulating channels",
      `${places.length} places`,
      "three that are not in a line are needed",
    );
  return triangulationOf(triangles);
}

/** The neighbours of given triangles. @param corners three positions of places a triangle. */
export function triangulationOf(corners: ArrayLike<number>): Triangulation {
  const across = new Map<string, number>();
  const edge = (a: number, b: number) => (a < b ? `${a} ${b}` : `${b} ${a}`);
  const neighbours = new Int32Array(corners.length).fill(-1);
  for (let k = 0; k < corners.length; k++) {
    const triangle = Math.floor(k / 3);
    const name = edge(corners[3 * triangle + ((k + 1) % 3)]!, corners[3 * triangle + ((k + 2) % 3)]!);
    const other = across.get(name);
    if (other === undefined) across.set(name, k);
    else {
      neighbours[k] = Math.floor(other / 3);
      neighbours[other] = triangle;
    }
  }
  return { corners: Int32Array.from(corners), neighbours };
}

/** The barycentric coordinates of a place in a triangle: all within 0 and 1 inside of it. */
export function barycentric(
  places: readonly Place[],
  { corners }: Triangulation,
  triangle: number,
  { x, y }: Place,
): readonly [number, number, number] {
  const [a, b, c] = [0, 1, 2].map((k) => places[corners[3 * triangle + k]!]!) as [Place, Place, Place];
  const area = (b.y - c.y) * (a.x - c.x) + (c.x - b.x) * (a.y - c.y);
  const first = ((b.y - c.y) * (x - c.x) + (c.x - b.x) * (y - c.y)) / area;
  const second = ((c.y - a.y) * (x - c.x) + (a.x - c.x) * (y - c.y)) / area;
  return [first, second, 1 - first - second];
}

const ROUNDING = 1e-12;

/** The triangle that a place lies in; -1 outside of the hull. */
export function triangleAt(places: readonly Place[], triangulation: Triangulation, place: Place): number {
  for (let t = 0; t < triangulation.corners.length / 3; t++)
    if (barycentric(places, triangulation, t, place).every((weight) => weight >= -ROUNDING)) return t;
  return -1;
}
