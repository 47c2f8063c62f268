import { STREAMED_BLOCK as BLOCK, type SyncBytes } from "../volume.ts";
import type { BytesNeeded } from "./protocol.ts";

/** Blocks that are kept beyond what one step of work reads: 32 MiB. */
const MOST = 2048;

/**
 * Bytes of a file on a server, in workers that cannot wait for them: what was brought is kept, and a read of what was
 * not fails, so that it is brought and the work is done again. A synchronous XMLHttpRequest for what lacks would save
 * only that repetition, one request at a time. In Chromium (40 ms of latency) it would save nothing: two sessions whose
 * parts lie scattered took as long, in the same 25 and 48 requests, where a worker began again as where it waited in
 * shared memory (medians of five: 1.9 and 1.1 s against 1.9 and 1.2 s).
 */
export class KeptBytes implements SyncBytes {
  readonly byteLength: number;
  readonly blockLength = BLOCK;
  readonly #blocks = new Map<number, Uint8Array>();
  #lacking: BytesNeeded | undefined;

  constructor(byteLength: number) {
    this.byteLength = byteLength;
  }

  read(target: Uint8Array, position: number): number {
    const end = Math.min(this.byteLength, position + target.length);
    const first = Math.floor(position / BLOCK);
    const last = Math.ceil(end / BLOCK);
    for (let index = first; index < last; index++) {
      const block = this.#blocks.get(index);
      if (block === undefined) {
        this.#lacking ??= {
          position: index * BLOCK,
          length: Math.min(this.byteLength, last * BLOCK) - index * BLOCK,
        };
        throw new Error("its bytes have not been fetched yet");
      }
      const at = index * BLOCK;
      const from = Math.max(0, position - at);
      target.set(block.subarray(from, end - at), at + from - position);
    }
    return Math.max(0, end - position);
  }

  /** What the last work lacked, where that was why it failed. */
  takeLacking(): BytesNeeded | undefined {
    const lacking = this.#lacking;
    this.#lacking = undefined;
    return lacking;
  }

  /** Keeps bytes that were brought; they begin at a block. */
  keep(position: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += BLOCK) {
      const index = (position + at) / BLOCK;
      const block = bytes.subarray(at, at + BLOCK);
      // The last block of the file is shorter, another one that is not whole is left out.
      if (block.length < BLOCK && position + at + block.length < this.byteLength) return;
      this.#blocks.delete(index);
      this.#blocks.set(index, block.slice());
    }
  }

  /** The work is done, which needed all that it read again each time: what is too much may be forgotten. */
  done(): void {
    for (const index of this.#blocks.keys()) {
      if (this.#blocks.size <= MOST) return;
      this.#blocks.delete(index);
    }
  }

  close(): void {}
}
