import type { PartialFile } from "./partial-file.ts";

const BLOCK = 1 << 20;
/** A block that fills slowly is written after so long, in milliseconds: what is in memory dies with the process. */
const LONGEST = 400;

/**
 * Gathers small pieces into blocks and writes one while the next is being filled, so that neither the network
 * nor the disk waits for the other and memory stays at two blocks.
 */
export class BlockWriter {
  readonly #file: PartialFile;
  readonly #onWritten: (bytes: Uint8Array, position: number) => void;
  #filling = new Uint8Array(BLOCK);
  #writing = new Uint8Array(BLOCK);
  #length = 0;
  #begun = performance.now();
  #position: number;
  #pending: Promise<void> = Promise.resolve();

  /** @param onWritten Told, in order, what the file has; the bytes are only lent. */
  constructor(file: PartialFile, position: number, onWritten: (bytes: Uint8Array, position: number) => void) {
    this.#file = file;
    this.#position = position;
    this.#onWritten = onWritten;
  }

  async add(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.byteLength; ) {
      const part = bytes.subarray(at, at + BLOCK - this.#length);
      this.#filling.set(part, this.#length);
      this.#length += part.byteLength;
      at += part.byteLength;
      if (this.#length === BLOCK) await this.#turn();
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
    await this.#pending;
  }

  async #turn(): Promise<void> {
    await this.#pending;
    const [bytes, position] = [this.#filling.subarray(0, this.#length), this.#position];
    [this.#filling, this.#writing] = [this.#writing, this.#filling];
    this.#length = 0;
    this.#begun = performance.now();
    this.#position += bytes.byteLength;
    this.#pending = this.#file.write(bytes, position).then(() => this.#onWritten(bytes, position));
    // Seen by whoever comes next; until then it is no unhandled rejection.
    this.#pending.catch(() => {});
  }
}
