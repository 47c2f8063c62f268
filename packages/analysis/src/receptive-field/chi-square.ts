import { argumentChecks, type OptionNames } from "@ecephys/files";
import { MersenneTwister } from "../numeric/random.ts";

/** Presentations sorted into categories, such as positions on the screen. */
export interface Categories {
  /** By category how many presentations it has. */
  readonly sizes: Int32Array;
  /** The presentations in order of their category. */
  readonly order: Int32Array;
}

/** @param categories by presentation its category: 0, 1, …. */
export function sortIntoCategories(categories: ArrayLike<number>): Categories {
  const count = Array.prototype.reduce.call(
    categories,
    (most, one) => Math.max(most as number, (one as number) + 1),
    0,
  ) as number;
  const sizes = new Int32Array(count);
  for (let i = 0; i < categories.length; i++) sizes[categories[i]!] = sizes[categories[i]!]! + 1;
  const order = Int32Array.from({ length: categories.length }, (_, i) => i).sort(
    (a, b) => categories[a]! - categories[b]! || a - b,
  );
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
  return chiSquareOf(observed, sizes, counts.length);
}

function chiSquareOf(observed: Float64Array, sizes: Int32Array, presentations: number): number {
  let total = 0;
  for (let c = 0; c < observed.length; c++) total += observed[c]!;
  const average = total / presentations;
  let sum = 0;
  for (let c = 0; c < observed.length; c++) {
    const expected = sizes[c]! * average;
    const excess = observed[c]! - expected;
    if (expected > 0) sum += (excess * excess) / expected;
  }
  return sum;
}

/** The draws of a resampling test, the same for all units. */
export interface Resampling {
  readonly categories: Categories;
  readonly draws: number;
  /**
   * Positions of presentations in order of the categories: each of them once, then those that were drawn, draw by draw.
   */
  readonly positions: Uint16Array | Uint32Array;
}

/** What the resampling draws. */
export interface ResamplingOptions {
  /** How often; 1000 by default. */
  readonly draws?: number | undefined;
  /** Of numpy's legacy generator, a whole number from 0 to 2³² - 1; 0 by default. */
  readonly seed?: number | undefined;
}

const RESAMPLING_OPTIONS: OptionNames<ResamplingOptions> = { draws: true, seed: true };

/**
 * Draws presentations with replacement, as numpy's `RandomState(seed).choice(n, n)` again and again. All units share the
 * draws, so that the p value of one does not depend on which others are computed.
 */
export function resampling(categories: ArrayLike<number>, options: ResamplingOptions = {}): Resampling {
  const checks = argumentChecks("Resampling presentations");
  checks.knownOptions(options, RESAMPLING_OPTIONS);
  const { draws = 1000, seed = 0 } = options;
  checks.count("draws", draws, 1, 1_000_000);
  checks.count("seed", seed, 0, 2 ** 32 - 1);
  const sorted = sortIntoCategories(categories);
  const n = categories.length;
  const positions = new (n <= 65_536 ? Uint16Array : Uint32Array)((draws + 1) * n);
  const drawn = new Uint32Array(n);
  const random = new MersenneTwister(seed);
  const { order } = sorted;
  positions.set(order);
  for (let draw = 1; draw <= draws; draw++) {
    random.drawWithReplacement(n, drawn);
    for (let i = 0, at = draw * n; i < n; i++) positions[at + i] = drawn[order[i]!]!;
  }
  return { categories: sorted, draws, positions };
}

/**
 * How likely counts differ as much among categories by chance: the share of resamplings of the presentations, with
 * replacement, whose χ² is larger than that of the counts. 0 means less than 1 / draws.
 * @param counts whole numbers, by presentation.
 * @param categories by presentation its category: 0, 1, ….
 * @returns 0 where there is no count at all.
 */
export function resampledPValue(
  counts: ArrayLike<number>,
  categories: ArrayLike<number>,
  options: ResamplingOptions = {},
): number {
  return resampledPValues([Float64Array.from(counts)], resampling(categories, options))[0]!;
}

/** Bits of a double that hold whole numbers exactly. */
const EXACT_BITS = 53;

/**
 * How often resampled counts differ more among the categories than the counts do: the share of draws whose χ² is larger,
 * for each unit. 0 means less than 1 / draws.
 * @param units by unit its counts by presentation, whole numbers.
 */
export function resampledPValues(units: readonly Float64Array[], resampled: Resampling): Float64Array {
  const values = new Float64Array(units.length);
  for (let from = 0; from < units.length; ) {
    const { together, width } = sharing(units, from, resampled.categories.sizes);
    values.set(pValues(units.slice(from, from + together), width, resampled), from);
    from += together;
  }
  return values;
}

/** Of the units from a position on, how many can be summed in one double, and how many bits each of them takes. */
function sharing(
  units: readonly Float64Array[],
  from: number,
  sizes: Int32Array,
): { readonly together: number; readonly width: number } {
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  let width = 1;
  let together = 0;
  while (from + together < units.length) {
    const most = units[from + together]!.reduce((high, count) => Math.max(high, count), 0);
    const wider = Math.max(width, Math.ceil(Math.log2(largest * most + 1)));
    if (together > 0 && wider * (together + 1) > EXACT_BITS) break;
    width = wider;
    together++;
  }
  return { together, width };
}

/** The p values of some units, whose counts are summed in one double, `width` bits each: sums of whole numbers stay exact. */
function pValues(
  group: readonly Float64Array[],
  width: number,
  { categories, draws, positions }: Resampling,
): number[] {
  const { sizes } = categories;
  const n = categories.order.length;
  const packed = new Float64Array(n);
  for (const counts of [...group].reverse())
    for (let i = 0; i < n; i++) packed[i] = packed[i]! * 2 ** width + counts[i]!;
  const totals = new Float64Array(sizes.length);
  const observed = group.map(() => new Float64Array(sizes.length));
  const actual = group.map(() => 0);
  const larger = group.map(() => 0);
  for (let draw = 0; draw <= draws; draw++) {
    sumByCategory(packed, positions, draw * n, sizes, totals);
    unpack(totals, 2 ** width, observed);
    for (let u = 0; u < group.length; u++) {
      const chi = chiSquareOf(observed[u]!, sizes, n);
      if (draw === 0) actual[u] = chi;
      else if (chi > actual[u]!) larger[u] = larger[u]! + 1;
    }
  }
  return larger.map((count) => count / draws);
}

function sumByCategory(
  values: Float64Array,
  positions: Resampling["positions"],
  from: number,
  sizes: Int32Array,
  totals: Float64Array,
): void {
  let at = from;
  for (let c = 0; c < sizes.length; c++) {
    const end = at + sizes[c]!;
    // In pairs, which need not wait for one another: sums of whole numbers are the same in any order.
    let even = 0;
    let odd = 0;
    for (; at + 1 < end; at += 2) {
      even += values[positions[at]!]!;
      odd += values[positions[at + 1]!]!;
    }
    if (at < end) even += values[positions[at++]!]!;
    totals[c] = even + odd;
  }
}

function unpack(totals: Float64Array, field: number, observed: readonly Float64Array[]): void {
  let rest = totals;
  for (let u = 0; u < observed.length - 1; u++) {
    const own = observed[u]!;
    const next = observed[u + 1]!;
    for (let c = 0; c < own.length; c++) {
      const above = Math.floor(rest[c]! / field);
      own[c] = rest[c]! - above * field;
      next[c] = above;
    }
    rest = next;
  }
  if (observed.length === 1) observed[0]!.set(totals);
}
