import { type CsvSource, csvError } from "./csv-scan.ts";

/** Decodes cells, each distinct text once. */
export class CellTexts {
  readonly #source: CsvSource;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #slots = new Int32Array(1024).fill(-1);
  readonly #starts: number[] = [];
  readonly #lengths: number[] = [];
  readonly #texts: string[] = [];
  readonly #hashes: number[] = [];

  constructor(source: CsvSource) {
    this.#source = source;
  }

  /** The text of a cell. @throws an EcephysError "format" if it is no UTF-8. */
  decode(start: number, end: number, escaped: boolean): string {
    let text: string;
    try {
      text = this.#decoder.decode(this.#source.bytes.subarray(start, end));
    } catch (cause) {
      const error = csvError(this.#source, `byte ${start} begins a text that is not UTF-8`);
      error.cause = cause;
      throw error;
    }
    return escaped ? text.replaceAll('""', '"') : text;
  }

  /** As `decode`, but equal texts are one string. */
  shared(start: number, end: number, escaped: boolean): string {
    if (escaped) return this.decode(start, end, true);
    const { bytes } = this.#source;
    let hash = end - start;
    for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    hash ^= hash >>> 15;
    let slot = hash & (this.#slots.length - 1);
    for (let index = this.#slots[slot]!; index !== -1; index = this.#slots[slot]!) {
      if (this.#hashes[index] === hash && this.#same(index, start, end)) return this.#texts[index]!;
      slot = (slot + 1) & (this.#slots.length - 1);
    }
    return this.#add(slot, hash, start, end);
  }

  #same(index: number, start: number, end: number): boolean {
    const { bytes } = this.#source;
    if (this.#lengths[index] !== end - start) return false;
    const shift = this.#starts[index]! - start;
    for (let at = start; at < end; at += 1) if (bytes[at] !== bytes[at + shift]) return false;
    return true;
  }

  #add(slot: number, hash: number, start: number, end: number): string {
    const text = this.decode(start, end, false);
    this.#slots[slot] = this.#texts.length;
    this.#starts.push(start);
    this.#lengths.push(end - start);
    this.#hashes.push(hash);
    this.#texts.push(text);
    if (this.#texts.length * 2 > this.#slots.length) this.#grow();
    return text;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 4).fill(-1);
    for (const [index, hash] of this.#hashes.entries()) {
      let slot = hash & (slots.length - 1);
      while (slots[slot] !== -1) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = index;
    }
    this.#slots = slots;
  }
}
