import { ByteWriter } from "hyparquet-writer";

/** A writer whose bytes are taken from it as it goes; large ones are handed on without copying them. */
export class ChunkWriter extends ByteWriter {
  #chunks: Uint8Array[] = [];

  /** Bytes that must stay as they are until they have been taken. */
  appendLarge(bytes: Uint8Array): void {
    this.#seal();
    this.#chunks.push(bytes);
    this.offset += bytes.byteLength;
  }

  /** What was written since the last time. */
  take(): Uint8Array[] {
    this.#seal();
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks;
  }

  #seal(): void {
    if (this.index === 0) return;
    this.#chunks.push(this.getBytes().slice());
    this.index = 0;
  }
}
