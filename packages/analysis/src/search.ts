/** Values that are looked at one by one before the search takes longer steps. */
const NEAR = 8;

/**
 * Position of the first value that is not smaller than `bound`, at or after `from`; `values` ascending. Near
 * positions are found at once; then the search gallops, so that it costs the logarithm of the distance.
 */
export function lowerBound(values: Float64Array, bound: number, from = 0): number {
  const near = Math.min(values.length, from + NEAR);
  let low = from;
  for (; low < near; low++) if (!(values[low]! < bound)) return low;
  let step = NEAR;
  while (low + step <= values.length && values[low + step - 1]! < bound) {
    low += step;
    step *= 2;
  }
  let high = Math.min(values.length, low + step - 1);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
