import { floatText } from "./python-list.ts";

const FIRST_CAPACITY = 65_536;
/** No number takes more bytes. */
const LONGEST_NUMBER = 32;
const ZERO = 48;
const MINUS = 45;
const POINT = 46;

/** Powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/** UTF-8 text that grows at its end; short numbers and ASCII go in without becoming strings first. */
export class ByteWriter {
  #bytes = new Uint8Array(FIRST_CAPACITY);
  #length = 0;
  readonly #encoder = new TextEncoder();

  get length(): number {
    return this.#length;
  }

  /** What was written, cut to its length. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
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

  /** A whole number without a point. */
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
   * Writes a number of at most 15 digits: such decimals are all different doubles, so the one that divides back
   * to the number is its shortest text. False where there is none.
   */
  #decimal(value: number, size: number): boolean {
    const whole = Math.floor(size);
    let places = 15 - (whole === 0 ? 0 : digitCount(whole));
    let scaled = Math.round(size * POWERS[places]!);
    if (scaled >= 1e15 || scaled / POWERS[places]! !== size) return false;
    for (const step of [8, 4, 2, 1]) {
      const shorter = scaled / POWERS[step]!;
      if (places > step && Number.isInteger(shorter)) {
        scaled = shorter;
        places -= step;
      }
    }
    this.#reserve(LONGEST_NUMBER);
    if (value < 0) this.#bytes[this.#length++] = MINUS;
    this.#digits(whole, digitCount(whole));
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
    const bytes = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
  }
}

function digitCount(value: number): number {
  let count = 1;
  while (value >= POWERS[count]!) count += 1;
  return count;
}
