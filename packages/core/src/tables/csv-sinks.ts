import { isLosslessNumber, NA_WORDS, toBoolean, toNumber } from "./cell.ts";
import type { CellTexts } from "./cell-texts.ts";
import type { Column } from "./column.ts";
import type { CellSink, CsvSource } from "./csv-scan.ts";

/** A sink that ends up as a column of a table. */
export interface ColumnSink extends CellSink {
  /** The column, cut to the rows that there were. */
  column(rows: number): Column;
}

/** Says that a cell cannot be of its column's type: throws, or takes note of it and returns. */
export type RefuseCell = (row: number, text: string) => void;

/** Whether a number may stand in a column; short whole decimals are not even asked about. */
export type AcceptNumber = (text: string, value: number) => boolean;

/** Powers of ten that a double holds exactly. */
const EXACT_POWERS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/** Numbers into a Float64Array, each the double nearest to its text; missing ones NaN. */
export class NumberSink implements ColumnSink {
  readonly #bytes: Uint8Array;
  readonly #texts: CellTexts;
  #values: Float64Array;
  readonly #refuse: RefuseCell;
  readonly #accept: AcceptNumber | undefined;
  #givenUp = false;

  constructor(source: CsvSource, texts: CellTexts, rows: number, refuse: RefuseCell, accept?: AcceptNumber) {
    this.#bytes = source.bytes;
    this.#texts = texts;
    this.#values = new Float64Array(rows);
    this.#refuse = refuse;
    this.#accept = accept;
  }

  put(row: number, start: number, end: number, escaped: boolean): void {
    if (this.#givenUp) return;
    if (row >= this.#values.length) this.#grow();
    const value = start === end ? Number.NaN : shortDecimal(this.#bytes, start, end);
    const known = value !== undefined && (this.#accept !== acceptInteger || value % 1 === 0 || start === end);
    this.#values[row] = known ? value : this.#slow(row, start, end, escaped);
  }

  column(rows: number): Float64Array {
    return this.#values.subarray(0, rows);
  }

  #grow(): void {
    const values = new Float64Array(this.#values.length * 2);
    values.set(this.#values);
    this.#values = values;
  }

  #slow(row: number, start: number, end: number, escaped: boolean): number {
    const text = this.#texts.decode(start, end, escaped);
    const value = toNumber(text);
    if (value !== undefined && (Number.isNaN(value) || (this.#accept?.(text, value) ?? true))) return value;
    this.#refuse(row, text);
    this.#givenUp = true;
    return Number.NaN;
  }
}

/** The number of a plain decimal of at most 15 digits, exact by one division; undefined for all others. */
function shortDecimal(bytes: Uint8Array, start: number, end: number): number | undefined {
  const negative = bytes[start] === 45;
  let at = negative ? start + 1 : start;
  const first = at;
  let mantissa = 0;
  let point = -1;
  for (; at < end; at += 1) {
    const digit = bytes[at]! - 48;
    if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
    else if (digit === -2 && point === -1) point = at;
    else return undefined;
  }
  const digits = point === -1 ? at - first : at - first - 1;
  const leadingZero = bytes[first] === 48 && digits > 1 && point !== first + 1;
  if (digits === 0 || digits > 21 || mantissa > 1e15 || leadingZero) return undefined;
  const value = point === -1 ? mantissa : mantissa / EXACT_POWERS[end - point - 1]!;
  return negative ? -value : value;
}

/** Columns of undeclared type are first taken for numbers, as long as nothing is lost by it. */
export const acceptLossless: AcceptNumber = (text) => isLosslessNumber(text);

/** Integers that a double holds exactly. */
export const acceptInteger: AcceptNumber = (_text, value) => Number.isSafeInteger(value);

/** Text; missing cells are null. */
export class TextSink implements ColumnSink {
  readonly #texts: CellTexts;
  readonly #values: (string | null)[];

  constructor(texts: CellTexts, rows: number) {
    this.#texts = texts;
    this.#values = new Array<string | null>(rows);
  }

  put(row: number, start: number, end: number, escaped: boolean): void {
    const text = start === end ? "" : this.#texts.shared(start, end, escaped);
    this.#values[row] = NA_WORDS.has(text) ? null : text;
  }

  column(rows: number): (string | null)[] {
    this.#values.length = rows;
    return this.#values;
  }
}

/** Booleans; missing cells are null. */
export class BooleanSink implements ColumnSink {
  readonly #texts: CellTexts;
  readonly #values: (boolean | null)[];
  readonly #refuse: RefuseCell;

  constructor(texts: CellTexts, rows: number, refuse: RefuseCell) {
    this.#texts = texts;
    this.#values = new Array<boolean | null>(rows);
    this.#refuse = refuse;
  }

  put(row: number, start: number, end: number, escaped: boolean): void {
    const text = this.#texts.shared(start, end, escaped);
    const value = toBoolean(text);
    if (value === undefined) this.#refuse(row, text);
    else this.#values[row] = value;
  }

  column(rows: number): (boolean | null)[] {
    this.#values.length = rows;
    return this.#values;
  }
}
