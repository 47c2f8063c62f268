/** The arithmetic mean; NaN of nothing. */
export function mean(values: ArrayLike<number>): number {
  return sum(values) / values.length;
}

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

/** The mean squared distance from the mean, over n - ddof; in two passes. */
export function variance(values: ArrayLike<number>, ddof = 0): number {
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - centre) ** 2;
  return squares / (values.length - ddof);
}

/** The smallest and the largest value; NaN of nothing, and where there is a NaN. */
export function extremes(values: ArrayLike<number>): readonly [least: number, most: number] {
  if (values.length === 0) return [Number.NaN, Number.NaN];
  let [least, most] = [values[0]!, values[0]!];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) return [value, value];
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

/** Pearson's correlation coefficient; NaN for fewer than two pairs, and where either does not vary. */
export function pearson(left: ArrayLike<number>, right: ArrayLike<number>): number {
  const n = Math.min(left.length, right.length);
  const [centreLeft, centreRight] = [mean(left), mean(right)];
  let [both, ofLeft, ofRight] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [a, b] = [left[i]! - centreLeft, right[i]! - centreRight];
    both += a * b;
    ofLeft += a * a;
    ofRight += b * b;
  }
  if (n < 2 || !(ofLeft > 0 && ofRight > 0)) return Number.NaN;
  return Math.max(-1, Math.min(1, both / Math.sqrt(ofLeft) / Math.sqrt(ofRight)));
}
