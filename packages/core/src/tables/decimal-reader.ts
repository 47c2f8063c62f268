import { isCellEnd, NOT_TAKEN } from "./csv-scan.ts";

const ZERO = 48;
const MINUS = 45;
const POINT = 46;
/** How many digits fit into a 32-bit integer, whose arithmetic is several times faster than that of doubles. */
const CHUNK = 9;

/** Powers of ten that a double holds exactly. */
const EXACT_POWERS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/**
 * Reads plain decimals ("-12.34"; empty is NaN) from bytes in one pass, each as the nearest double: the digits
 * form an integer below 2^53, and one division rounds once.
 */
export class DecimalReader {
  readonly #bytes: Uint8Array;
  /** The number read last. */
  value = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The end of the cell that begins at `start`; `NOT_TAKEN` if it contains anything else, or too many digits. */
  read(start: number): number {
    const bytes = this.#bytes;
    const isNegative = bytes[start] === MINUS;
    const first = isNegative ? start + 1 : start;
    let at = first;
    let whole = 0;
    let digit = bytes[at]! - ZERO;
    while (digit >= 0 && digit <= 9) {
      whole = (Math.imul(whole, 10) + digit) | 0;
      at += 1;
      digit = bytes[at]! - ZERO;
    }
    const wholeDigits = at - first;
    if (wholeDigits > CHUNK || (wholeDigits > 1 && bytes[first] === ZERO)) return NOT_TAKEN;
    let value = whole;
    let decimals = 0;
    if (bytes[at] === POINT) {
      at += 1;
      const point = at;
      let fraction = 0;
      digit = bytes[at]! - ZERO;
      while (digit >= 0 && digit <= 9 && at < point + CHUNK) {
        fraction = (Math.imul(fraction, 10) + digit) | 0;
        at += 1;
        digit = bytes[at]! - ZERO;
      }
      decimals = at - point;
      value = whole * EXACT_POWERS[decimals]! + fraction;
      if (digit >= 0 && digit <= 9) {
        let rest = 0;
        while (digit >= 0 && digit <= 9) {
          rest = (Math.imul(rest, 10) + digit) | 0;
          at += 1;
          digit = bytes[at]! - ZERO;
        }
        decimals = at - point;
        if (decimals > 2 * CHUNK) return NOT_TAKEN;
        value = value * EXACT_POWERS[decimals - CHUNK]! + rest;
      }
      if (value > Number.MAX_SAFE_INTEGER) return NOT_TAKEN;
      value /= EXACT_POWERS[decimals]!;
    }
    if (!isCellEnd(bytes[at])) return NOT_TAKEN;
    if (wholeDigits + decimals === 0) {
      if (at !== start) return NOT_TAKEN;
      value = Number.NaN;
    }
    this.value = isNegative ? -value : value;
    return at;
  }
}
