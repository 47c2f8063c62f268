/**
 * Position of the first value that is not smaller than `bound`, at or after `from`; `values` ascending. The
 * search gallops, so that it costs the logarithm of the distance: near positions are found at once.
 */
export function lowerBound(values: Float64Array, bound: number, from = 0): number {
  let low = from;
  let step = 1;
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
