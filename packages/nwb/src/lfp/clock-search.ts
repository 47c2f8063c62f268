/** A time that is known, and the sample that has it. */
export interface KnownTime {
  readonly sample: number;
  readonly time: number;
}

/** How a clock runs that ticks evenly. */
export interface EvenClock {
  /** Time of the first sample in seconds. */
  readonly start: number;
  /** Samples a second. */
  readonly rate: number;
}

/** A sample by which an even clock may be off: real ones are even to a billionth. */
const TOLERANCE = 0.25;

/**
 * How an ascending clock runs, if it ticks evenly from its first samples to its last ones: the first ones tell then
 * when the last one is. A clock that was set back, or stood still, does not.
 */
export function evenClock(first: Float64Array, last: Float64Array, length: number): EvenClock | undefined {
  const count = first.length - 1;
  const [start, end] = [first[0] ?? Number.NaN, last.at(-1) ?? Number.NaN];
  const own = count / (first[count]! - start);
  const isEven = (times: Float64Array) =>
    Math.abs((times.at(-1)! - times[0]!) * own - (times.length - 1)) <= TOLERANCE;
  if (!(own > 0 && own < Number.POSITIVE_INFINITY) || !isEven(last)) return undefined;
  if (!(Math.abs((end - start) * own - (length - 1)) <= TOLERANCE)) return undefined;
  return { start, rate: (length - 1) / (end - start) };
}

/** Rows of an even clock between two times, both included; what is a hair's breadth from a sample counts as it. */
export function rowsBetween(
  { rate, start }: EvenClock,
  length: number,
  from: number,
  to: number,
): [number, number] {
  const HAIR = 1e-3;
  const clamped = (row: number) => Math.min(Math.max(row, 0), length);
  const first = clamped(Math.ceil((from - start) * rate - HAIR));
  return [first, Math.max(first, clamped(Math.floor((to - start) * rate + HAIR) + 1))];
}

/** Steps after which a search halves what is left, whatever the times say. */
const PATIENCE = 8;

/**
 * The first sample at or after a time (or only after it), `length` if there is none, of times that ascend. It looks
 * where the time would be if the clock ran evenly between what is known, so that few places are read.
 * @param first The first sample's time, and the last one's.
 */
export async function searchTime(
  length: number,
  at: (sample: number) => Promise<number>,
  [first, last]: readonly [number, number],
  time: number,
  side: "left" | "right",
): Promise<number> {
  const isBefore = (value: number) => value < time || (side === "right" && value === time);
  if (length === 0 || !isBefore(first)) return 0;
  if (isBefore(last)) return length;
  let low: KnownTime = { sample: 0, time: first };
  let high: KnownTime = { sample: length - 1, time: last };
  let wasBefore = false;
  for (let step = 0; high.sample - low.sample > 1; step++) {
    const span = high.sample - low.sample;
    const share = step < PATIENCE ? (time - low.time) / (high.time - low.time) : 0.5;
    const guess = low.sample + Math.round((Number.isFinite(share) ? share : 0.5) * span);
    // A little beyond every other guess, on the side where the time was not: what is left lies between them then.
    const beyond = step % 2 === 0 || step >= PATIENCE ? 0 : Math.ceil(Math.sqrt(span)) * (wasBefore ? 1 : -1);
    const sample = Math.min(Math.max(guess + beyond, low.sample + 1), high.sample - 1);
    const found = { sample, time: await at(sample) };
    wasBefore = isBefore(found.time);
    if (wasBefore) low = found;
    else high = found;
  }
  return high.sample;
}
