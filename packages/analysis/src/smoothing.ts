import { EcephysError } from "@ecephys/files";

/**
 * Rows of `length` values, each smoothed by a Gaussian that is cut off at four standard deviations. Near the
 * ends the kernel is renormalised to the part that lies inside, so that a constant stays constant.
 * @param sigma standard deviation in steps of the row; 0 leaves the values as they are.
 * @throws an EcephysError "argument" for a negative or infinite width.
 */
export function smoothRows(
  values: Float64Array,
  length: number,
  sigma: number,
  action: string,
): Float64Array {
  if (!(sigma >= 0 && sigma < Number.POSITIVE_INFINITY))
    throw new EcephysError("argument", {
      action,
      resource: "the smoothing width",
      reason: `a width of ${sigma} bins is not possible`,
      remedy: "Give the Gaussian's standard deviation in seconds, 0 or more",
    });
  if (sigma === 0) return values;
  const radius = Math.min(length - 1, Math.ceil(4 * sigma));
  const kernel = Float64Array.from({ length: radius + 1 }, (_, i) => Math.exp(-0.5 * (i / sigma) ** 2));
  const smoothed = new Float64Array(values.length);
  for (let start = 0; start < values.length; start += length)
    for (let at = 0; at < length; at++) smoothed[start + at] = weighted(values, start, length, at, kernel);
  return smoothed;
}

function weighted(
  values: Float64Array,
  start: number,
  length: number,
  at: number,
  kernel: Float64Array,
): number {
  const radius = kernel.length - 1;
  let sum = 0;
  let weight = 0;
  for (let i = Math.max(0, at - radius); i <= Math.min(length - 1, at + radius); i++) {
    const k = kernel[Math.abs(i - at)]!;
    sum += k * values[start + i]!;
    weight += k;
  }
  return sum / weight;
}
