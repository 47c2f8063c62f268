import type { Column } from "./column.ts";

/** Number of a text in a dictionary, for each row. */
export type Codes = Uint8Array | Uint32Array;

/** Texts stored as numbers and looked up on reading; 0 is a missing text. */
export class DictionaryColumn implements Column<string | null> {
  readonly length: number;
  readonly #codes: Codes;
  readonly #texts: readonly (string | null)[];

  /** @param texts The texts of the numbers from 0 on; the first is null. */
  constructor(codes: Codes, texts: readonly (string | null)[]) {
    this.length = codes.length;
    this.#codes = codes;
    this.#texts = texts;
  }

  at(row: number): string | null | undefined {
    const code = this.#codes[row];
    return code === undefined ? undefined : this.#texts[code];
  }

  /** The numbers of all rows, and the one of a text; -1 if no row has it. */
  codesOf(text: string): readonly [codes: Codes, code: number] {
    return [this.#codes, this.#texts.indexOf(text)];
  }

  *[Symbol.iterator](): Generator<string | null> {
    for (const code of this.#codes) yield this.#texts[code]!;
  }
}
