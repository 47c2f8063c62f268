/** The smallest and largest finite value; [0, 1] where there is none, and never an empty range. */
export function rangeOf(values: Iterable<number>): [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  return low === high ? [low, low + (Math.abs(low) || 1)] : [low, high];
}

/** The range of the values' sizes on both sides of 0. */
export function symmetricRange(values: Iterable<number>): [low: number, high: number] {
  const [low, high] = rangeOf(values);
  const most = Math.max(Math.abs(low), Math.abs(high)) || 1;
  return [-most, most];
}

/** A count with its thousands apart: "63,151". */
export function countText(count: number): string {
  return count.toLocaleString("en");
}

/** A tick's label: "50,000", "0.5", with a minus sign as wide as a digit. */
export function tickText(value: number): string {
  return value.toLocaleString("en", { maximumSignificantDigits: 12 }).replace("-", "\u2212");
}

/** Round values from `low` to `high`, about so many: steps of 1, 2 or 5 times a power of ten, none below `least`. */
export function ticksBetween(low: number, high: number, about: number, least = 0): number[] {
  const rough = Math.max(least, (high - low) / Math.max(1, about));
  if (!(rough > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Ticks of an axis that counts: whole numbers from 0. */
export function wholeTicks(most: number, about: number): number[] {
  return ticksBetween(0, most, about, 1);
}

/** A number in few digits, for descriptions and labels. */
export function brief(value: number): string {
  if (!Number.isFinite(value)) return "none";
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e6)) return value.toExponential(1);
  return String(Number(value.toPrecision(3)));
}
