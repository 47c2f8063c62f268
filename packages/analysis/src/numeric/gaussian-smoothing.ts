/** A Gaussian that is cut off at four standard deviations: the weight of the centre, then of distances 1, 2, …. */
export function gaussianKernel(sigma: number): Float64Array {
  const radius = Math.floor(4 * sigma + 0.5);
  const weights = Float64Array.from({ length: radius + 1 }, (_, d) => Math.exp((-0.5 / sigma ** 2) * d * d));
  const total = weights.reduce((sum, weight, d) => sum + (d === 0 ? weight : 2 * weight), 0);
  return weights.map((weight) => weight / total);
}

/**
 * Values smoothed by a kernel, with the edges mirrored (c b a | a b c | c b a), as scipy's `gaussian_filter`. The sum
 * starts at the centre and adds the pairs from the outermost inwards: where it is cut to an integer, its last bit counts.
 */
export function smoothMirrored(values: Float64Array, kernel: Float64Array): Float64Array {
  const n = values.length;
  const at = (i: number): number => {
    const period = 2 * n;
    const k = ((i % period) + period) % period;
    return values[k < n ? k : period - 1 - k]!;
  };
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = values[i]! * kernel[0]!;
    for (let d = kernel.length - 1; d >= 1; d--) sum += kernel[d]! * (at(i - d) + at(i + d));
    return sum;
  });
}
