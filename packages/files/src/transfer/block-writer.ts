import type { PartialFile } from "../partial-file.ts";

/** Bytes of a block at most. */
export const BLOCK = 1 << 20;
/** So many blocks may be on their way to the disk while the next is being filled. */
const IN_FLIGHT = 3;
/** A block that fills slowly is written after so long, in milliseconds: what is in memory dies with the process. */
const LONGEST = 100;

/**
 * Gathers small pieces into blocks and writes them while the next is being filled, so that neither the network nor
 * the disk waits for the other and memory stays at a few blocks.
 */
export class BlockWriter {
  readonly #file: PartialFile;
  readonly #onWritten: (bytes: Uint8Array, position: number) => void;
  readonly #free: Uint8Array[] = [];
  readonly #size: number;
  #filling: Uint8Array;
  #length = 0;
  #begun = performance.now();
  #position: number;
  /** Of each block that is on its way, in order; each comes after the one before. */
  #pending: Promise<void>[] = [];

  /**
   * @param size Bytes of a block: a small file needs no large one.
   * @param onWritten Called, in order, with the written bytes, which are only lent.
   */
  constructor(
    file: PartialFile,
    position: number,
    size: number,
    onWritten: (bytes: Uint8Array, position: number) => void,
  ) {
    this.#file = file;
    this.#size = Math.max(1, size);
    this.#filling = new Uint8Array(this.#size);
    this.#position = position;
    this.#onWritten = onWritten;
  }

  async add(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.byteLength; ) {
      const part = bytes.subarray(at, at + this.#size - this.#length);
      this.#filling.set(part, this.#length);
      this.#length += part.byteLength;
      at += part.byteLength;
      if (this.#length === this.#size) await this.#turn();
    }
    if (this.#length > 0 && performance.now() - this.#begun > LONGEST) await this.#turn();
  }

  /** Where the next byte goes. */
  get position(): number {
    return this.#position + this.#length;
  }

  /** Comes back when everything is written. */
  async flush(): Promise<void> {
    if (this.#length > 0) await this.#turn();
    await this.#pending.at(-1);
  }

  /** Comes back when nothing is on its way to the disk; what is in memory alone is given up. */
  async giveUp(): Promise<void> {
    this.#length = 0;
    await this.#pending.at(-1);
  }

  async #turn(): Promise<void> {
    const [block, length, position] = [this.#filling, this.#length, this.#position];
    this.#position += length;
    this.#length = 0;
    const before = this.#pending.at(-1);
    const written = this.#write(block, length, position, before);
    // Seen by whoever comes next; until then it must not count as an unhandled rejection.
    written.catch(() => {});
    this.#pending.push(written);
    if (this.#pending.length >= IN_FLIGHT) await this.#pending.shift();
    this.#filling = this.#free.pop() ?? new Uint8Array(this.#size);
    this.#begun = performance.now();
  }

  async #write(
    block: Uint8Array,
    length: number,
    position: number,
    before: Promise<void> | undefined,
  ): Promise<void> {
    const bytes = block.subarray(0, length);
    const writing = this.#file.write(bytes, position);
    await Promise.all([before, writing]);
    this.#onWritten(bytes, position);
    this.#free.push(block);
  }
}
