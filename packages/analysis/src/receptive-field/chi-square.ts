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

/**
 * Pearson's χ² of counts against the same mean in every category: Σ (O - E)² / E, where O is a category's total and E its
 * number of presentations times the mean. 0 without any count.
 * @param categories by presentation its category: 0, 1, ….
 */
export function chiSquare(counts: ArrayLike<number>, categories: ArrayLike<number>): number {
  const { sizes, order } = sortIntoCategories(categories);
  const observed = new Float64Array(sizes.length);
  let at = 0;
  for (let c = 0; c < sizes.length; c++)
    for (let k = 0; k < sizes[c]!; k++) observed[c] = observed[c]! + counts[order[at++]!]!;
  return chiSquareOf(observed, 0, sizes, counts.length);
}

/** χ² of the totals of the categories, which begin at `from`. */
export function chiSquareOf(
  observed: Float64Array,
  from: number,
  sizes: Int32Array,
  presentations: number,
): number {
  let total = 0;
  for (let c = 0; c < sizes.length; c++) total += observed[from + c]!;
  const average = total / presentations;
  let sum = 0;
  for (let c = 0; c < sizes.length; c++) {
    const expected = sizes[c]! * average;
    const excess = observed[from + c]! - expected;
    if (expected > 0) sum += (excess * excess) / expected;
  }
  return sum;
}
