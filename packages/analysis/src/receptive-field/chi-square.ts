import { argumentChecks, EcephysError } from "@ecephys/files";
import { requireLists } from "../lists.ts";

/** Presentations sorted into categories, such as positions on the screen. */
export interface Categories {
  /** By category how many presentations it has. */
  readonly sizes: Int32Array;
  /** The presentations in order of their category. */
  readonly order: Int32Array;
}

/** @param categories by presentation its category: 0, 1, …. */
export function sortIntoCategories(categories: ArrayLike<number>): Categories {
  let count = 0;
  for (let i = 0; i < categories.length; i++) count = Math.max(count, categories[i]! + 1);
  const sizes = new Int32Array(count);
  for (let i = 0; i < categories.length; i++) sizes[categories[i]!] = sizes[categories[i]!]! + 1;
  const next = new Int32Array(count);
  for (let c = 1; c < count; c++) next[c] = next[c - 1]! + sizes[c - 1]!;
  const order = new Int32Array(categories.length);
  for (let i = 0; i < categories.length; i++) {
    const place = next[categories[i]!]!;
    order[place] = i;
    next[categories[i]!] = place + 1;
  }
  return { sizes, order };
}

/** Up to so many values, numpy sums by eight. */
const AT_ONCE = 128;

/**
 * Pearson's χ² of counts against the same mean in every category: Σ (O - E)² / E, where O is a category's total and E its
 * number of presentations times the mean. 0 without any count.
 * @param categories by presentation its category: 0, 1, ….
 * @throws an EcephysError "argument" for categories that are no whole numbers, or not as many as there are counts.
 */
export function chiSquare(counts: ArrayLike<number>, categories: ArrayLike<number>): number {
  requireCategories("Computing χ²", counts, categories);
  const { sizes, order } = sortIntoCategories(categories);
  const observed = new Float64Array(sizes.length);
  let at = 0;
  for (let c = 0; c < sizes.length; c++)
    for (let k = 0; k < sizes[c]!; k++) observed[c] = observed[c]! + counts[order[at++]!]!;
  return chiSquareOf(observed, 0, sizes, counts.length, new Float64Array(sizes.length));
}

/** Presentations may be of a few positions only; more categories than this are a mistake. */
const MOST_CATEGORIES = 1_000_000;

/** @throws an EcephysError "argument" for anything but a count and a category of each presentation. */
export function requireCategories(
  action: string,
  counts: ArrayLike<number>,
  categories: ArrayLike<number>,
): void {
  requireLists(action, { counts, categories });
  if (counts.length !== categories.length)
    throw new EcephysError("argument", {
      action,
      resource: `${counts.length} counts`,
      reason: `there are ${categories.length} categories, and each presentation has one of either`,
    });
  const checks = argumentChecks(action);
  for (let i = 0; i < categories.length; i++)
    checks.count(`categories[${i}]`, categories[i]!, 0, MOST_CATEGORIES - 1);
}

/**
 * χ² of the totals of the categories, which begin at `from`. The terms are summed in numpy's order: many draws have
 * exactly the χ² of the data, and which of them count as larger is a matter of the last bit.
 * @param terms Room for as many numbers as there are categories.
 */
export function chiSquareOf(
  observed: Float64Array,
  from: number,
  sizes: Int32Array,
  presentations: number,
  terms: Float64Array,
): number {
  let total = 0;
  for (let c = 0; c < sizes.length; c++) total += observed[from + c]!;
  const average = total / presentations;
  for (let c = 0; c < sizes.length; c++) {
    const expected = sizes[c]! * average;
    const excess = observed[from + c]! - expected;
    terms[c] = expected > 0 ? (excess * excess) / expected : 0;
  }
  return pairwiseSum(terms, 0, sizes.length);
}

/** The sum as numpy's `add.reduce` makes it: pairs of halves, and of up to 128 values eight sums side by side. */
function pairwiseSum(values: Float64Array, from: number, count: number): number {
  if (count > AT_ONCE) {
    const half = (count >> 1) - ((count >> 1) % 8);
    return pairwiseSum(values, from, half) + pairwiseSum(values, from + half, count - half);
  }
  const [end, whole] = [from + count, from + count - (count % 8)];
  let sum = 0;
  if (count >= 8) {
    let [a, b, c, d] = [values[from]!, values[from + 1]!, values[from + 2]!, values[from + 3]!];
    let [e, f, g, h] = [values[from + 4]!, values[from + 5]!, values[from + 6]!, values[from + 7]!];
    for (let i = from + 8; i < whole; i += 8) {
      a += values[i]!;
      b += values[i + 1]!;
      c += values[i + 2]!;
      d += values[i + 3]!;
      e += values[i + 4]!;
      f += values[i + 5]!;
      g += values[i + 6]!;
      h += values[i + 7]!;
    }
    sum = a + b + (c + d) + (e + f + (g + h));
  }
  for (let i = whole; i < end; i++) sum += values[i]!;
  return sum;
}
