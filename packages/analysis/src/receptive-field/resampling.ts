import { argumentChecks, type OptionNames } from "@ecephys/files";
import { allocate } from "../allocate.ts";
import { extremes } from "../numeric/moments.ts";
import { MersenneTwister } from "../numeric/random.ts";
import { type Categories, chiSquareOf, requireCategories, sortIntoCategories } from "./chi-square.ts";

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

const ACTION = "Resampling presentations";
const RESAMPLING_OPTIONS: OptionNames<ResamplingOptions> = { draws: true, seed: true };

/**
 * Draws presentations with replacement, as numpy's `RandomState(seed).choice(n, n)` again and again. All units share the
 * draws, so that the p value of one does not depend on which others are computed.
 */
export function resampling(categories: ArrayLike<number>, options: ResamplingOptions = {}): Resampling {
  const checks = argumentChecks(ACTION);
  checks.knownOptions(options, RESAMPLING_OPTIONS);
  const { draws = 1000, seed = 0 } = options;
  checks.count("draws", draws, 1, 1_000_000);
  checks.count("seed", seed, 0, 2 ** 32 - 1);
  const sorted = sortIntoCategories(categories);
  const n = categories.length;
  const positions = allocate<Uint16Array | Uint32Array>(
    n <= 65_536 ? Uint16Array : Uint32Array,
    [draws + 1, n],
    "draws × presentations",
    ACTION,
  );
  const random = new MersenneTwister(seed);
  const { order } = sorted;
  positions.set(order);
  const places = new Int32Array(n);
  for (let i = 0; i < n; i++) places[order[i]!] = i;
  for (let draw = 1; draw <= draws; draw++) random.drawWithReplacement(n, places, positions, draw * n);
  return { categories: sorted, draws, positions };
}

/**
 * How likely counts differ as much among categories by chance: the share of resamplings of the presentations, with
 * replacement, whose χ² is larger than that of the counts. 0 means less than 1 / draws.
 * @param counts whole numbers, by presentation.
 * @param categories by presentation its category: 0, 1, ….
 * @returns 0 where there is no count at all.
 * @throws an EcephysError "argument" for counts or categories that are no whole numbers, or not as many of one as of the
 * other.
 */
export function resampledPValue(
  counts: ArrayLike<number>,
  categories: ArrayLike<number>,
  options: ResamplingOptions = {},
): number {
  requireCategories(ACTION, counts, categories);
  const checks = argumentChecks(ACTION);
  for (let i = 0; i < counts.length; i++) checks.count(`counts[${i}]`, counts[i]!, 0, MOST_SPIKES);
  return resampledPValues([Float64Array.from(counts)], resampling(categories, options))[0]!;
}

/** Of a presentation: sums over all presentations stay exact. */
const MOST_SPIKES = 1_000_000_000;

/** Bits of a double that hold whole numbers exactly. */
const EXACT_BITS = 53;

/** Doubles that are summed side by side, so that a drawn position is looked up once for all of them. */
const LANES = 4;

/** How near, relatively, a rough χ² may be to that of the data; nearer ones are computed to the last bit. */
const NEAR = 1e-9;

/** Units whose counts share a double, `width` bits each: sums of whole numbers stay exact. */
interface Lane {
  readonly units: readonly Float64Array[];
  readonly width: number;
}

/**
 * How often resampled counts differ more among the categories than the counts do: the share of draws whose χ² is larger,
 * for each unit. 0 means less than 1 / draws.
 * @param units by unit its counts by presentation, whole numbers.
 */
export function resampledPValues(units: readonly Float64Array[], resampled: Resampling): Float64Array {
  const values = new Float64Array(units.length);
  const lanes = lanesOf(units, resampled.categories.sizes);
  for (let first = 0, at = 0; first < lanes.length; first += LANES) {
    const own = pValues(lanes.slice(first, first + LANES), resampled);
    values.set(own, at);
    at += own.length;
  }
  return values;
}

/** The units in their order, as many in a lane as a double holds the sums of. */
function lanesOf(units: readonly Float64Array[], sizes: Int32Array): Lane[] {
  const largest = extremes(sizes)[1];
  const lanes: Lane[] = [];
  let own: Float64Array[] = [];
  let width = 1;
  for (const counts of units) {
    const needed = Math.max(1, Math.ceil(Math.log2(largest * extremes(counts)[1] + 1)));
    const wider = Math.max(width, needed);
    if (own.length > 0 && wider * (own.length + 1) > EXACT_BITS) {
      lanes.push({ units: own, width });
      own = [];
      width = needed;
    } else width = wider;
    own.push(counts);
  }
  if (own.length > 0) lanes.push({ units: own, width });
  return lanes;
}

/** The p values of the units of some lanes, in the order of the units. */
function pValues(lanes: readonly Lane[], { categories, draws, positions }: Resampling): Float64Array {
  const { order, sizes } = categories;
  const packed = new Float64Array(order.length * LANES);
  for (const [l, lane] of lanes.entries()) pack(lane, packed, l);
  const count = lanes.reduce((sum, { units }) => sum + units.length, 0);
  const totals = new Float64Array(sizes.length * LANES);
  const observed = new Float64Array(sizes.length);
  const terms = new Float64Array(sizes.length);
  const shares = Float64Array.from(sizes, (size) => (size > 0 ? 1 / size : 0));
  const actual = new Float64Array(count);
  const larger = new Float64Array(count);
  for (let draw = 0; draw <= draws; draw++) {
    sumByCategory(packed, positions, draw * order.length, sizes, totals);
    for (let l = 0, u = 0; l < lanes.length; l++)
      for (const last = u + lanes[l]!.units.length; u < last; u++) {
        const total = unpack(totals, l * sizes.length, 2 ** lanes[l]!.width, observed);
        const bound = actual[u]!;
        let chi = roughChiSquare(observed, sizes, shares, total / order.length);
        if (draw === 0 || Math.abs(chi - bound) <= NEAR * bound)
          chi = chiSquareOf(observed, 0, sizes, order.length, terms);
        if (draw === 0) actual[u] = chi;
        else if (chi > bound) larger[u] = larger[u]! + 1;
      }
  }
  return larger.map((found) => found / draws);
}

/** χ² but for the last digits: without a division for each category, and in any order. */
function roughChiSquare(
  observed: Float64Array,
  sizes: Int32Array,
  shares: Float64Array,
  average: number,
): number {
  if (average === 0) return 0;
  let sum = 0;
  for (let c = 0; c < observed.length; c++) {
    const excess = observed[c]! - sizes[c]! * average;
    sum += excess * excess * shares[c]!;
  }
  return sum / average;
}

/** Puts the counts of a lane's units into its doubles, the first unit in the lowest bits. */
function pack({ units, width }: Lane, packed: Float64Array, lane: number): void {
  const field = 2 ** width;
  for (let u = units.length - 1; u >= 0; u--) {
    const counts = units[u]!;
    for (let i = 0, at = lane; i < counts.length; i++, at += LANES)
      packed[at] = packed[at]! * field + counts[i]!;
  }
}

/** By lane and category the sums of a draw. */
function sumByCategory(
  packed: Float64Array,
  positions: Resampling["positions"],
  from: number,
  sizes: Int32Array,
  totals: Float64Array,
): void {
  const count = sizes.length;
  let at = from;
  for (let c = 0; c < count; c++) {
    const end = at + sizes[c]!;
    let [a, b, d, e] = [0, 0, 0, 0];
    for (; at < end; at++) {
      const place = positions[at]! * LANES;
      a += packed[place]!;
      b += packed[place + 1]!;
      d += packed[place + 2]!;
      e += packed[place + 3]!;
    }
    totals[c] = a;
    totals[count + c] = b;
    totals[2 * count + c] = d;
    totals[3 * count + c] = e;
  }
}

/**
 * Takes the next unit's sums out of the lowest bits of a lane's.
 * @returns their total.
 */
function unpack(totals: Float64Array, from: number, field: number, observed: Float64Array): number {
  // Of a power of two the inverse is exact.
  const share = 1 / field;
  let total = 0;
  for (let c = 0; c < observed.length; c++) {
    const packed = totals[from + c]!;
    const above = Math.floor(packed * share);
    const own = packed - above * field;
    observed[c] = own;
    totals[from + c] = above;
    total += own;
  }
  return total;
}
