import type { IncomingHttpHeaders } from "node:http";

/** Bytes `start` to before `end`. */
export interface WantedRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The one range that a request wants (RFC 9110, 14): undefined for the whole file, also for several ranges at once
 * (see `wantedRanges`), for what is no range, and where If-Range names another version; "unsatisfiable" if it begins behind the end.
 */
export function wantedRange(
  { "if-range": condition, range }: IncomingHttpHeaders,
  byteLength: number,
  etag: string | undefined,
): WantedRange | "unsatisfiable" | undefined {
  if (range === undefined || (condition !== undefined && condition !== etag)) return undefined;
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (first === undefined || last === undefined || first + last === "") return undefined;
  if (first === "") {
    const length = Math.min(Number(last), byteLength);
    return length === 0 ? "unsatisfiable" : { start: byteLength - length, end: byteLength };
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return undefined;
  if (start >= byteLength) return "unsatisfiable";
  return { start, end: last === "" ? byteLength : Math.min(Number(last) + 1, byteLength) };
}
