import { floatText } from "./python-list.ts";

const FIRST_CAPACITY = 65_536;
/** The most bytes that a number takes. */
const LONGEST_NUMBER = 32;
const ZERO = 48;
const MINUS = 45;
const POINT = 46;

/** Powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/** How many trailing zeros are dropped at a time. */
const STEPS = [8, 4, 2, 1] as const;

/** Growing UTF-8 text; short numbers and ASCII are written without becoming strings first. */
export class ByteWriter {
  #bytes = new Uint8Array(FIRST_CAPACITY);
  #length = 0;
  readonly #encoder = new TextEncoder();

  get length(): number {
    return this.#length;
  }

  /** The written bytes, in memory that is at most an eighth larger. The writer must not be used afterwards. */
  finish(): Uint8Array {
    const isSnug = this.#bytes.length - this.#length <= this.#bytes.length >> 3;
    return isSnug ? this.#bytes.subarray(0, this.#length) : this.#bytes.slice(0, this.#length);
  }

  /** Reserves room for this many more bytes, if known: growing step by step copies everything each time. */
  expect(count: number): void {
    if (this.#length + count > this.#bytes.length) this.#resize(this.#length + count);
  }

  byte(byte: number): void {
    if (this.#length === this.#bytes.length) this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  text(text: string): void {
    this.#reserve(text.length * 3);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127) {
        this.#length += this.#encoder.encodeInto(text, bytes.subarray(this.#length)).written;
        return;
      }
      bytes[at++] = code;
    }
    this.#length = at;
  }

  /** A whole number without a decimal point. */
  integer(value: number): void {
    this.#reserve(LONGEST_NUMBER);
    if (value < 0) this.#bytes[this.#length++] = MINUS;
    this.#digits(Math.abs(value), digitCount(Math.abs(value)));
  }

  /** A number as Python writes a float (`floatText`). */
  float(value: number): void {
    const size = Math.abs(value);
    if (size >= 1e-4 && size < 1e9 && this.#decimal(value, size)) return;
    this.text(floatText(value));
  }

  /**
   * Writes a number of at most 15 digits: such decimals are all distinct doubles, so the one that divides back
   * to the number is its shortest text. Single-precision numbers have 9 digits, which is tried first. False if
   * there is none.
   */
  #decimal(value: number, size: number): boolean {
    const whole = Math.floor(size);
    const wholeDigits = whole === 0 ? 0 : digitCount(whole);
    const zeros = size >= 0.1 ? 0 : size >= 0.01 ? 1 : size >= 0.001 ? 2 : 3;
    let places = Math.max(9 - wholeDigits + zeros, 1);
    let scaled = Math.round(size * POWERS[places]!);
    if (scaled < 1e9 && scaled / POWERS[places]! === size) {
      for (let last = scaled | 0; places > 1 && last % 10 === 0; last = scaled) {
        scaled = (last / 10) | 0;
        places -= 1;
      }
    } else {
      places = 15 - wholeDigits;
      scaled = Math.round(size * POWERS[places]!);
      if (scaled >= 1e15 || scaled / POWERS[places]! !== size) return false;
      for (const step of STEPS) {
        const shorter = scaled / POWERS[step]!;
        if (places > step && Number.isInteger(shorter)) {
          scaled = shorter;
          places -= step;
        }
      }
    }
    this.#reserve(LONGEST_NUMBER);
    if (value < 0) this.#bytes[this.#length++] = MINUS;
    this.#digits(whole, wholeDigits || 1);
    this.#bytes[this.#length++] = POINT;
    this.#digits(scaled - whole * POWERS[places]!, places);
    return true;
  }

  /** The last `count` digits of a whole number below 2^53. */
  #digits(value: number, count: number): void {
    const end = this.#length + count;
    if (value > 99_999_999) {
      const high = Math.floor(value / 1e8);
      this.#shortDigits(high, this.#length, end - 8);
      this.#shortDigits(value - high * 1e8, end - 8, end);
    } else this.#shortDigits(value, this.#length, end);
    this.#length = end;
  }

  /** The digits of a number below 2^31 into these places, from the right, with leading zeros. */
  #shortDigits(value: number, start: number, end: number): void {
    const bytes = this.#bytes;
    let left = value | 0;
    for (let at = end - 1; at >= start; at -= 1) {
      const rest = (left / 10) | 0;
      bytes[at] = ZERO + left - rest * 10;
      left = rest;
    }
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    this.#resize(Math.max(this.#bytes.length * 2, this.#length + count));
  }

  #resize(capacity: number): void {
    const bytes = new Uint8Array(capacity);
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
  }
}

function digitCount(value: number): number {
  let count = 1;
  for (let limit = 10; value >= limit; limit *= 10) count += 1;
  return count;
}
