import type { IncrementalHash, PartialFile } from "../partial-file.ts";

const BLOCK = 1 << 20;

/** The hash of a file that grows: takes what comes in order as it comes, and reads the rest in the end. */
export class FileHash {
  readonly #hash: IncrementalHash;
  #position = 0;

  constructor(hash: IncrementalHash) {
    this.#hash = hash;
  }

  /** Bytes that the file has now at this position; those out of order are read later. */
  add(bytes: Uint8Array, position: number): void {
    if (position !== this.#position) return;
    this.#hash.update(bytes);
    this.#position += bytes.byteLength;
  }

  /** Hexadecimal digits of the whole file of `byteLength` bytes. */
  async digest(file: PartialFile, byteLength: number, signal: AbortSignal | undefined): Promise<string> {
    const block = new Uint8Array(Math.min(BLOCK, Math.max(1, byteLength - this.#position)));
    while (this.#position < byteLength) {
      signal?.throwIfAborted();
      const wanted = block.subarray(0, byteLength - this.#position);
      const count = await file.read(wanted, this.#position);
      if (count === 0) break;
      this.add(wanted.subarray(0, count), this.#position);
    }
    return this.#hash.digest();
  }
}
