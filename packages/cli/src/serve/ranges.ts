import type { WantedRange } from "./range.ts";

/** Parts of one answer at most; of more the whole file is the answer. */
const MOST_RANGES = 256;

/**
 * Several ranges that a request wants at once, in order and apart; undefined for anything else, which includes what
 * would send a byte twice.
 */
export function wantedRanges(range: string | undefined, byteLength: number): WantedRange[] | undefined {
  const list = /^bytes=(\d+-\d+(?:,\s*\d+-\d+)+)$/.exec(range ?? "")?.[1]?.split(",");
  if (list === undefined || list.length > MOST_RANGES) return undefined;
  const ranges = list.map((one) => {
    const [first = 0, last = 0] = one.split("-").map(Number);
    return { start: first, end: Math.min(last + 1, byteLength) };
  });
  const isInOrder = ranges.every(
    ({ end, start }, i) => start < end && (i === 0 || start >= ranges[i - 1]!.end),
  );
  return isInOrder ? ranges : undefined;
}

/** What stands before each part of an answer with several, and behind the last one (RFC 9110, 14.6). */
export function partHeads(
  ranges: readonly WantedRange[],
  byteLength: number,
  type: string,
  boundary: string,
): { readonly heads: readonly string[]; readonly end: string; readonly length: number } {
  const heads = ranges.map(
    ({ end, start }) =>
      `\r\n--${boundary}\r\ncontent-type: ${type}\r\ncontent-range: bytes ${start}-${end - 1}/${byteLength}\r\n\r\n`,
  );
  const end = `\r\n--${boundary}--\r\n`;
  const length = ranges.reduce((sum, { end: to, start }) => sum + to - start, 0);
  return { heads, end, length: length + heads.join("").length + end.length };
}
