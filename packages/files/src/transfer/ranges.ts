/** Bytes from `start` to `end`, exclusive. */
export type Range = readonly [start: number, end: number];

/** The ranges with one more: sorted, none of them empty, none touching another. */
export function withRange(ranges: readonly Range[], added: Range): Range[] {
  const sorted = [...ranges, added].filter(([start, end]) => end > start).sort(([a], [b]) => a - b);
  const merged: Range[] = [];
  for (const [start, end] of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], end)];
    else merged.push([start, end]);
  }
  return merged;
}

/** What lies between the ranges, up to `total`. */
export function gapsOf(ranges: readonly Range[], total: number): Range[] {
  const gaps: Range[] = [];
  let at = 0;
  for (const [start, end] of ranges) {
    if (start > at) gaps.push([at, start]);
    at = end;
  }
  if (at < total) gaps.push([at, total]);
  return gaps;
}

/** How many bytes the ranges hold. */
export function lengthOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, [start, end]) => sum + end - start, 0);
}

/** Cuts ranges so that there are at least `count` of them, as equal as can be and none under `smallest` bytes. */
export function splitRanges(ranges: readonly Range[], count: number, smallest: number): Range[] {
  const piece = Math.max(Math.ceil(lengthOf(ranges) / count), smallest, 1);
  return ranges.flatMap(([start, end]) => {
    const parts = Math.max(1, Math.round((end - start) / piece));
    const step = Math.ceil((end - start) / parts);
    return Array.from({ length: parts }, (_, at): Range => {
      return [start + at * step, Math.min(end, start + (at + 1) * step)];
    }).filter(([from, to]) => to > from);
  });
}
