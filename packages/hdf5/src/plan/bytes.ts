const ONES = 2 ** 32 - 1;

/** Reads the numbers of the format's structures; a RangeError where they end too early. */
export class Reader {
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(at: number): number {
    return this.#view.getUint8(at);
  }

  short(at: number): number {
    return this.#view.getUint16(at, true);
  }

  word(at: number): number {
    return this.#view.getUint32(at, true);
  }

  /** A length or count of eight bytes. */
  long(at: number): number {
    const value = this.word(at + 4) * 2 ** 32 + this.word(at);
    if (!Number.isSafeInteger(value)) throw new RangeError("a number that no file has");
    return value;
  }

  /** A number of so many bytes. */
  unsigned(at: number, width: number): number {
    let value = 0;
    for (let i = width - 1; i >= 0; i--) value = value * 256 + this.byte(at + i);
    if (!Number.isSafeInteger(value)) throw new RangeError("a number that no file has");
    return value;
  }

  /** A position in the file; undefined where the format has none there: ones. */
  address(at: number): number | undefined {
    return this.word(at) === ONES && this.word(at + 4) === ONES ? undefined : this.long(at);
  }

  /** Whether four characters stand here. */
  says(text: string, at = 0): boolean {
    return [...text].every((char, i) => this.byte(at + i) === char.charCodeAt(0));
  }
}
