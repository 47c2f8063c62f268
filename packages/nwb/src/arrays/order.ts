import type { NumericArray } from "@ecephys/core";

/** Converts numbers from Fortran order (first dimension fastest) to C order. */
export function toCOrder(data: NumericArray, shape: readonly number[]): NumericArray {
  if (shape.length < 2 || data.length === 0) return data;
  const ordered = data.slice();
  const index = shape.map(() => 0);
  const strides = shape.map((_, d) => shape.slice(0, d).reduce((product, length) => product * length, 1));
  let from = 0;
  for (let to = 0; to < ordered.length; to++) {
    ordered[to] = data[from]!;
    for (let d = shape.length - 1; d >= 0; d--) {
      from += strides[d]!;
      index[d]!++;
      if (index[d]! < shape[d]!) break;
      from -= strides[d]! * shape[d]!;
      index[d] = 0;
    }
  }
  return ordered;
}
