import type { Span } from "../state.ts";

/** The shortest stretch that can be looked at, seconds. */
const SHORTEST = 0.02;

/** A stretch within the whole, as long as it was if there is room. */
export function clamped([from, to]: Span, [first, last]: Span): Span {
  const length = Math.max(SHORTEST, to - from);
  // As it is: a sum of what was subtracted may lack the last moment.
  if (length >= last - first) return [first, last];
  const start = Math.min(Math.max(first, from), last - length);
  return [start, start + length];
}

/** Moved by a part of its own length. */
export function panned([from, to]: Span, part: number, whole: Span): Span {
  const by = (to - from) * part;
  return clamped([from + by, to + by], whole);
}

/** Longer (factor over 1) or shorter, around the time at `place` (0 the start, 1 the end), which stays where it is. */
export function zoomed([from, to]: Span, factor: number, place: number, whole: Span): Span {
  const length = Math.min(whole[1] - whole[0], Math.max(SHORTEST, (to - from) * factor));
  const held = from + (to - from) * place;
  return clamped([held - length * place, held + length * (1 - place)], whole);
}

/** The stretch that a key leads to; undefined for a key that is none of the view's. */
export function byKey(key: string, isShift: boolean, at: Span, whole: Span): Span | undefined {
  const step = isShift ? 0.5 : 0.1;
  switch (key) {
    case "ArrowLeft":
      return panned(at, -step, whole);
    case "ArrowRight":
      return panned(at, step, whole);
    case "PageUp":
      return panned(at, -1, whole);
    case "PageDown":
      return panned(at, 1, whole);
    case "Home":
      return clamped([whole[0], whole[0] + at[1] - at[0]], whole);
    case "End":
      return clamped([whole[1] - (at[1] - at[0]), whole[1]], whole);
    case "ArrowUp":
    case "+":
    case "=":
      return zoomed(at, 1 / 1.5, 0.5, whole);
    case "ArrowDown":
    case "-":
      return zoomed(at, 1.5, 0.5, whole);
    case "0":
      return whole;
    default:
      return undefined;
  }
}

/** Round times within a stretch, about so many. */
export function ticksOf(
  [from, to]: Span,
  about: number,
): { readonly times: readonly number[]; readonly digits: number } {
  const rough = (to - from) / Math.max(1, about);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  return {
    times: Array.from({ length: count }, (_, i) => (first + i) * step),
    digits: Math.max(0, -Math.floor(Math.log10(step))),
  };
}

/** The first position of an ascending list whose value is not below `wanted`, or is above it. */
export function positionOf(values: ArrayLike<number>, wanted: number, isAbove = false): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < wanted || (isAbove && values[middle] === wanted)) low = middle + 1;
    else high = middle;
  }
  return low;
}
