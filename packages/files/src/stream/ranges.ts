/** From `start` to before `end`. */
export type Range = readonly [start: number, end: number];

/** Ranges in order without overlaps; neighbours less than `gap` apart become one. Empty ones are left out. */
export function joinRanges(ranges: readonly Range[], gap = 0): Range[] {
  const joined: [number, number][] = [];
  const wanted = ranges.filter(([start, end]) => end > start).sort((a, b) => a[0] - b[0]);
  for (const [start, end] of wanted) {
    const last = joined.at(-1);
    if (last && start - last[1] <= gap) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

/** Joins over ever wider gaps, up to `widest`, until there are at most `count` ranges. */
export function joinToCount(ranges: readonly Range[], count: number, widest: number): Range[] {
  let joined = joinRanges(ranges);
  for (let gap = 1; joined.length > count && gap <= widest; gap *= 2) joined = joinRanges(joined, gap);
  return joined;
}

/** Cuts a range into pieces of equal size: as many as are fetched at once, unless they would be too small or large. */
export function splitRange([start, end]: Range, count: number, least: number, most: number): Range[] {
  const size = Math.min(Math.max(Math.ceil((end - start) / count), least), most);
  const pieces: Range[] = [];
  for (let at = start; at < end; at += size) pieces.push([at, Math.min(end, at + size)]);
  return pieces;
}

/** The numbers from `start` to before `end` that are not `present`, as ranges. */
export function missingRanges([start, end]: Range, isPresent: (index: number) => boolean): Range[] {
  const missing: [number, number][] = [];
  for (let index = start; index < end; index++) {
    if (isPresent(index)) continue;
    const last = missing.at(-1);
    if (last?.[1] === index) last[1]++;
    else missing.push([index, index + 1]);
  }
  return missing;
}

/** Limits of what one request brings together. */
export interface BatchLimits {
  /** Ranges at least, fewer are not worth it, and at most: servers refuse long lists. */
  readonly least: number;
  readonly most: number;
  /** The longest range that is brought with others, and the length of all of a request at most. */
  readonly longest: number;
  readonly total: number;
}

/** Ranges in order, as batches that one request each brings; those that are too long, or too few, are left out. */
export function batchesOf(
  ranges: readonly Range[],
  { least, longest, most, total }: BatchLimits,
): readonly (readonly Range[])[] {
  const batches: Range[][] = [];
  let left = 0;
  for (const range of ranges) {
    const length = range[1] - range[0];
    if (length > longest) continue;
    const last = batches.at(-1);
    if (last === undefined || last.length >= most || left < length) {
      batches.push([range]);
      left = total - length;
    } else {
      last.push(range);
      left -= length;
    }
  }
  return batches.filter((batch) => batch.length >= least);
}
