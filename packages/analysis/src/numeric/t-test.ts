import { incompleteBeta } from "./beta.ts";
import { mean, variance } from "./moments.ts";

/**
 * The two-sided p value of Welch's t test: unequal variances, Satterthwaite's degrees of freedom. With no variance at
 * all it is 0 if the means differ, and NaN if they do not.
 */
export function welchTTest(left: ArrayLike<number>, right: ArrayLike<number>): number {
  const [a, b] = [variance(left, 1) / left.length, variance(right, 1) / right.length];
  const difference = mean(left) - mean(right);
  if (a + b === 0) return difference === 0 ? Number.NaN : 0;
  const squared = difference ** 2 / (a + b);
  const freedom = (a + b) ** 2 / (a ** 2 / (left.length - 1) + b ** 2 / (right.length - 1));
  return incompleteBeta(freedom / (freedom + squared), freedom / 2, 0.5);
}
