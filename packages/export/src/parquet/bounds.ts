import type { Numbers } from "./numbers.ts";

/** The least and the greatest value of some. */
export interface Bounds {
  readonly min: number | bigint;
  readonly max: number | bigint;
}

/** The bounds of these values; undefined where there are none. */
export function boundsOf(numbers: Numbers, start: number, end: number): Bounds | undefined {
  if (start === end) return undefined;
  let min = numbers[start]!;
  let max = min;
  for (let at = start + 1; at < end; at += 1) {
    const value = numbers[at]!;
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  return { min, max };
}

/** The bounds of all; as Parquet wants it, a least value of 0 is -0, and a greatest one 0. */
export function joinedBounds(parts: readonly (Bounds | undefined)[]): Bounds | undefined {
  let all: Bounds | undefined;
  for (const part of parts) {
    if (part === undefined) continue;
    const min = all === undefined || part.min < all.min ? part.min : all.min;
    const max = all === undefined || part.max > all.max ? part.max : all.max;
    all = { min: min === 0 ? -0 : min, max: max === 0 ? 0 : max };
  }
  return all;
}
