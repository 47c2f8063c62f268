const FIRST_CAPACITY = 256;

/** The kind of the non-missing values of a column: none yet, all numbers, all booleans, or anything else. */
export type ValueKind = "none" | "number" | "boolean" | "other";

/**
 * A column that is filled from the top without knowing its length or type: packed doubles as long as it
 * contains only numbers, any values from the first other one on. Values that are never set are missing.
 */
export class GrowingColumn {
  #numbers = new Float64Array(FIRST_CAPACITY);
  #cells: unknown[] | undefined;
  #length = 0;
  #kind: ValueKind = "none";

  /** One more than the last row set. */
  get length(): number {
    return this.#length;
  }

  get kind(): ValueKind {
    return this.#kind;
  }

  /** Sets a row at or beyond the end; null, undefined and NaN are missing. Rows in between become missing. */
  set(row: number, value: unknown): void {
    const present = !(value === null || value === undefined || Number.isNaN(value));
    if (present) this.#kind = kindWith(this.#kind, value);
    if (!this.#cells && present && typeof value !== "number") this.#toCells();
    if (this.#cells) {
      while (this.#cells.length < row) this.#cells.push(null);
      this.#cells.push(present ? value : null);
    } else {
      if (row >= this.#numbers.length) this.#grow(row + 1);
      this.#numbers.fill(Number.NaN, this.#length, row);
      this.#numbers[row] = present ? (value as number) : Number.NaN;
    }
    this.#length = row + 1;
  }

  /** The values of `rows` rows, the last ones missing if fewer were set. The column must not be changed afterwards. */
  values(rows: number): ArrayLike<unknown> {
    if (rows > this.#length) this.set(rows - 1, null);
    return this.#cells ?? this.#numbers.subarray(0, rows);
  }

  #grow(rows: number): void {
    const larger = new Float64Array(Math.max(rows, this.#numbers.length * 2));
    larger.set(this.#numbers.subarray(0, this.#length));
    this.#numbers = larger;
  }

  #toCells(): void {
    const numbers = this.#numbers.subarray(0, this.#length);
    this.#cells = Array.from(numbers, (number) => (Number.isNaN(number) ? null : number));
    this.#numbers = new Float64Array(0);
  }
}

function kindWith(kind: ValueKind, value: unknown): ValueKind {
  const own = typeof value === "number" ? "number" : typeof value === "boolean" ? "boolean" : "other";
  return kind === "none" || kind === own ? own : "other";
}
