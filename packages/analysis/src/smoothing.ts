import { EcephysError } from "@ecephys/files";

/**
 * Smooths rows of `length` values in place, by a Gaussian that is cut off at four standard deviations. Near the ends the
 * kernel is renormalised to the part that lies inside, so that a constant stays constant.
 * @param sigma standard deviation in steps of the row; 0 leaves the values as they are.
 * @returns what smooths the row that begins at a position.
 * @throws an EcephysError "argument" for a negative or infinite width.
 */
export function rowSmoother(
  length: number,
  sigma: number,
  action: string,
): (values: Float64Array, start: number) => void {
  if (!(sigma >= 0 && sigma < Number.POSITIVE_INFINITY))
    throw new EcephysError("argument", {
      action,
      resource: "the smoothing width",
      reason: `a width of ${sigma} bins is not possible`,
      remedy: "Give the Gaussian's standard deviation in seconds, 0 or more",
    });
  if (sigma === 0) return () => {};
  const radius = Math.min(length - 1, Math.ceil(4 * sigma));
  const kernel = Float64Array.from({ length: radius + 1 }, (_, i) => Math.exp(-0.5 * (i / sigma) ** 2));
  const smoothed = new Float64Array(length);
  return (values, start) => {
    for (let at = 0; at < length; at++) smoothed[at] = weighted(values, start, length, at, kernel);
    values.set(smoothed, start);
  };
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
