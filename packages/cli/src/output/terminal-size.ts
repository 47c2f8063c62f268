import type { Output } from "../io.ts";

/** The width of a terminal; one that does not know its size reports 0, and is assumed to have the classic 80 columns. */
export function columnsOf(stream: Output, otherwise = 80): number {
  return stream.columns || otherwise;
}

/** The height of a terminal, likewise. */
export function rowsOf(stream: Output): number {
  return stream.rows || 24;
}
