import { isLosslessNumber, NA_WORDS, toBoolean, toNumber } from "./cell.ts";
import type { CellTexts } from "./cell-texts.ts";
import type { Column } from "./column.ts";
import { type CellSink, type CsvSource, isCellEnd, NOT_TAKEN } from "./csv-scan.ts";
import { DecimalReader } from "./decimal-reader.ts";

const QUOTE = 34;

/** A sink that produces a column of a table. */
export interface ColumnSink extends CellSink {
  /** The column, trimmed to the rows received. */
  column(rows: number): Column;
}

/** Reports that a cell cannot have its column's type: throws, or records it and returns. */
export type RefuseCell = (row: number, text: string) => void;

/** Whether a column accepts a number; not called for plain decimals. */
export type AcceptNumber = (text: string, value: number) => boolean;

/** Numbers into a Float64Array, each the double nearest to its text; missing ones NaN. */
export class NumberSink implements ColumnSink {
  readonly #decimals: DecimalReader;
  readonly #texts: CellTexts;
  #values: Float64Array;
  readonly #refuse: RefuseCell;
  readonly #accept: AcceptNumber | undefined;
  readonly #isWhole: boolean;
  #givenUp = false;

  constructor(source: CsvSource, texts: CellTexts, rows: number, refuse: RefuseCell, accept?: AcceptNumber) {
    this.#decimals = new DecimalReader(source.bytes);
    this.#texts = texts;
    this.#values = new Float64Array(rows);
    this.#refuse = refuse;
    this.#accept = accept;
    this.#isWhole = accept === acceptInteger;
  }

  take(row: number, start: number): number {
    if (this.#givenUp) return NOT_TAKEN;
    const decimals = this.#decimals;
    const end = decimals.read(start);
    if (end === NOT_TAKEN) return end;
    const { value } = decimals;
    if (this.#isWhole && value % 1 !== 0 && end !== start) return NOT_TAKEN;
    if (row >= this.#values.length) this.#grow();
    this.#values[row] = value;
    return end;
  }

  put(row: number, start: number, end: number, escaped: boolean): void {
    if (this.#givenUp) return;
    if (row >= this.#values.length) this.#grow();
    this.#values[row] = this.#slow(row, start, end, escaped);
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

/** Columns of undeclared type are first read as numbers, as long as nothing is lost. */
export const acceptLossless: AcceptNumber = (text) => isLosslessNumber(text);

/** Integers that a double holds exactly. */
export const acceptInteger: AcceptNumber = (_text, value) => Number.isSafeInteger(value);

/** Text; missing cells are null. */
export class TextSink implements ColumnSink {
  readonly #bytes: Uint8Array;
  readonly #texts: CellTexts;
  readonly #values: (string | null)[];
  /** The previous cell's position and text: most columns repeat themselves. */
  #lastStart = 0;
  #lastEnd = 0;
  #last: string | null = null;

  constructor(source: CsvSource, texts: CellTexts, rows: number) {
    this.#bytes = source.bytes;
    this.#texts = texts;
    this.#values = new Array<string | null>(rows);
  }

  take(row: number, start: number): number {
    const bytes = this.#bytes;
    const end = start + this.#lastEnd - this.#lastStart;
    let last = this.#lastStart;
    for (let at = start; at < end; at += 1, last += 1) if (bytes[at] !== bytes[last]) return NOT_TAKEN;
    if (last === 0 || !isCellEnd(bytes[end])) return NOT_TAKEN;
    this.#values[row] = this.#last;
    return end;
  }

  put(row: number, start: number, end: number, escaped: boolean): void {
    const text = start === end ? "" : this.#texts.shared(start, end, escaped);
    const value = NA_WORDS.has(text) ? null : text;
    this.#values[row] = value;
    if (escaped || this.#bytes[start - 1] === QUOTE) return;
    this.#lastStart = start;
    this.#lastEnd = end;
    this.#last = value;
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

  take(): number {
    return NOT_TAKEN;
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
