import { EcephysError } from "@ecephys/files";
import type { ExportColumn } from "../rows/types.ts";
import type { Bounds } from "./bounds.ts";
import type { Numbers } from "./numbers.ts";
import { PageBounds } from "./page-bounds.ts";

type NumberType = "int32" | "int64" | "float32" | "float64" | "timestamp";

/** Whether the values of a column are stored as numbers. */
export function isNumberColumn({ type }: ExportColumn): boolean {
  return typeof type === "string" && type !== "boolean" && type !== "text";
}

const FIRST_CAPACITY = 4096;

/** One value in some rows. */
export interface Run {
  readonly value: number;
  readonly count: number;
}

/** Rows of a block that are looked at for being all the same, and how many such runs are kept. */
const LEAST_RUN = 64;
const MOST_RUNS = 4096;

/** Collects the values of a column of numbers: those that are there one after the other, and which rows have one. */
export class NumberValues {
  readonly column: ExportColumn;
  readonly #type: NumberType;
  readonly #most: number;
  #numbers: Numbers;
  #count = 0;
  #rows = 0;
  #present: Uint8Array | undefined;
  /** Instead of numbers, as long as each block has one value, as a unit's spikes have one id. */
  #runs: Run[] | undefined = [];
  /** As long as all values are floating-point numbers that were appended at once. */
  #bounds: PageBounds | undefined = new PageBounds();

  constructor(column: ExportColumn, most: number) {
    this.column = column;
    this.#type = column.type as NumberType;
    this.#most = most;
    this.#numbers = storage(this.#type, Math.min(FIRST_CAPACITY, most));
  }

  get rows(): number {
    return this.#rows;
  }

  /** How many rows have a value. */
  get count(): number {
    return this.#count;
  }

  /** The values, where each block has one; undefined otherwise. */
  get runs(): readonly Run[] | undefined {
    return this.#runs;
  }

  /** The values that are there; only good until the next `append`. */
  get numbers(): Numbers {
    this.#spread();
    return this.#numbers.subarray(0, this.#count);
  }

  /** 1 for each row that has a value; undefined where all have. */
  get present(): Uint8Array | undefined {
    return this.#present?.subarray(0, this.#rows);
  }

  /** The bounds of each page, where they were seen while values were appended. */
  get pageBounds(): readonly Bounds[] | undefined {
    return this.#bounds?.of(this.#rows);
  }

  clear(): void {
    this.#count = 0;
    this.#rows = 0;
    this.#present = undefined;
    this.#runs = [];
    this.#bounds = new PageBounds();
  }

  /** Appends one value several times, if that can be kept as a run. @returns Whether it was. */
  appendRun(value: unknown, count: number): boolean {
    const runs = this.#runs;
    if (!runs || !(this.#numbers instanceof Float64Array) || typeof value !== "number") return false;
    const isHeld = this.#type === "float64" ? !Number.isNaN(value) : Number.isSafeInteger(value);
    if (!isHeld || Object.is(value, -0) || count < LEAST_RUN || runs.length >= MOST_RUNS) return false;
    runs.push({ value, count });
    this.#count += count;
    this.#rows += count;
    return true;
  }

  /** @throws an EcephysError "format" for a value that the column's type does not hold. */
  append(values: ArrayLike<unknown>, start: number, end: number): void {
    const isRun =
      this.#runs !== undefined && values instanceof Float64Array && isOneValue(values, start, end);
    if (isRun && this.appendRun(values[start], end - start)) return;
    this.#spread();
    this.#reserve(end - start);
    if (this.#appendAtOnce(values, start, end)) return;
    this.#bounds = undefined;
    for (let row = start; row < end; row += 1) this.#appendOne(values[row]);
  }

  /** Puts the runs so far where other values go. */
  #spread(): void {
    const runs = this.#runs;
    this.#runs = undefined;
    if (runs === undefined || runs.length === 0) return;
    this.#bounds = undefined;
    const count = this.#count;
    this.#count = 0;
    this.#reserve(count);
    for (const run of runs) {
      (this.#numbers as Float64Array).fill(run.value, this.#count, this.#count + run.count);
      this.#count += run.count;
    }
  }

  /** Floating-point numbers without a missing one are copied as they are, and so are ids. */
  #appendAtOnce(values: ArrayLike<unknown>, start: number, end: number): boolean {
    if (!(values instanceof Float64Array) || !(this.#numbers instanceof Float64Array)) return false;
    if (this.#type === "float64" ? !this.#hasNumbers(values, start, end) : !hasIntegers(values, start, end))
      return false;
    this.#numbers.set(values.subarray(start, end), this.#count);
    this.#present?.fill(1, this.#rows, this.#rows + end - start);
    this.#count += end - start;
    this.#rows += end - start;
    return true;
  }

  #hasNumbers(values: Float64Array, start: number, end: number): boolean {
    if (this.#bounds === undefined) return !hasMissing(values, start, end);
    return this.#bounds.add(values, start, end, this.#rows);
  }

  #appendOne(value: unknown): void {
    if (value === null || value === undefined || Number.isNaN(value)) {
      this.#appendMissing();
      return;
    }
    const number = this.#type === "timestamp" && value instanceof Date ? value.getTime() : value;
    if (this.#numbers instanceof BigInt64Array) this.#numbers[this.#count] = this.#wide(number);
    else this.#store(number);
    if (this.#present) this.#present[this.#rows] = 1;
    this.#count += 1;
    this.#rows += 1;
  }

  #store(value: unknown): void {
    const narrow = typeof value === "bigint" ? Number(value) : value;
    if (typeof narrow !== "number") throw this.#refusal(value);
    const isFloat = this.#type === "float32" || this.#type === "float64";
    const isHeld =
      isFloat || (this.#type === "int32" ? (narrow | 0) === narrow : Number.isSafeInteger(narrow));
    if (isHeld) (this.#numbers as Float64Array)[this.#count] = narrow;
    else if (this.#type === "int64" && typeof value === "bigint") this.#widen(value);
    else throw this.#refusal(value);
  }

  /** From an integer on that numbers do not hold, all are kept as 64 bits. */
  #widen(value: bigint): void {
    const wide = new BigInt64Array(this.#numbers.length);
    for (let at = 0; at < this.#count; at += 1) wide[at] = BigInt(this.#numbers[at]!);
    this.#numbers = wide;
    wide[this.#count] = this.#wide(value);
  }

  #wide(value: unknown): bigint {
    if (Number.isSafeInteger(value)) return BigInt(value as number);
    if (typeof value === "bigint" && BigInt.asIntN(64, value) === value) return value;
    throw this.#refusal(value);
  }

  #appendMissing(): void {
    if (!this.column.nullable) throw this.#refusal("a missing value");
    if (!this.#present) {
      this.#present = new Uint8Array(this.#most);
      this.#present.fill(1, 0, this.#rows);
    }
    this.#present[this.#rows] = 0;
    this.#rows += 1;
  }

  #reserve(rows: number): void {
    const needed = this.#count + rows;
    if (needed <= this.#numbers.length) return;
    const capacity = Math.min(this.#most, Math.max(needed, this.#numbers.length * 2));
    const grown =
      this.#numbers instanceof BigInt64Array ? new BigInt64Array(capacity) : storage(this.#type, capacity);
    grown.set(this.#numbers.subarray(0, this.#count) as never);
    this.#numbers = grown;
  }

  #refusal(value: unknown): EcephysError {
    return new EcephysError("format", {
      action: "Exporting rows",
      resource: `column ${this.column.name}`,
      reason: `it holds ${String(value)}, which is not ${this.#type === "timestamp" ? "a date" : `one of its type (${this.#type})`}`,
    });
  }
}

function storage(type: NumberType, capacity: number): Exclude<Numbers, BigInt64Array> {
  if (type === "int32") return new Int32Array(capacity);
  return type === "float32" ? new Float32Array(capacity) : new Float64Array(capacity);
}

function isOneValue(values: Float64Array, start: number, end: number): boolean {
  const value = values[start];
  for (let row = start + 1; row < end; row += 1) if (values[row] !== value) return false;
  return true;
}

function hasMissing(values: Float64Array, start: number, end: number): boolean {
  for (let row = start; row < end; row += 1) if (Number.isNaN(values[row])) return true;
  return false;
}

function hasIntegers(values: Float64Array, start: number, end: number): boolean {
  for (let row = start, last = 0; row < end; row += 1) {
    const value = values[row]!;
    if (value !== last && !Number.isSafeInteger(value)) return false;
    last = value;
  }
  return true;
}
