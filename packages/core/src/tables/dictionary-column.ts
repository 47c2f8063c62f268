import type { Column } from "./column.ts";
import type { Rows } from "./rows.ts";

/** Number of a text in a dictionary, for each row. */
export type Codes = Uint8Array | Uint32Array;

/** Texts that are kept as numbers, and looked up when they are read; number 0 is a missing text. */
export class DictionaryColumn implements Column<string | null> {
  readonly length: number;
  readonly #codes: Codes;
  readonly #texts: readonly (string | null)[];

  /** @param texts Those of the numbers from 0 on, of which the first is null. */
  constructor(codes: Codes, texts: readonly (string | null)[]) {
    this.length = codes.length;
    this.#codes = codes;
    this.#texts = texts;
  }

  at(row: number): string | null | undefined {
    const code = this.#codes[row];
    return code === undefined ? undefined : this.#texts[code];
  }

  /** The texts of these rows, -1 giving a missing one. */
  gather(rows: Rows): DictionaryColumn {
    const from = this.#codes;
    const codes = from instanceof Uint8Array ? new Uint8Array(rows.length) : new Uint32Array(rows.length);
    for (let index = 0; index < codes.length; index += 1) {
      const row = rows[index]!;
      codes[index] = row < 0 ? 0 : from[row]!;
    }
    return new DictionaryColumn(codes, this.#texts);
  }

  /** Whether a row holds this text. */
  isText(text: string): (row: number) => boolean {
    const code = this.#texts.indexOf(text);
    const codes = this.#codes;
    return (row) => codes[row] === code;
  }

  *[Symbol.iterator](): Generator<string | null> {
    for (const code of this.#codes) yield this.#texts[code]!;
  }
}
