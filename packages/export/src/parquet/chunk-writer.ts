import { ByteWriter } from "hyparquet-writer";

/** A writer whose bytes are taken from it as it goes. */
export class ChunkWriter extends ByteWriter {
  /** What was written since the last time; only good until something is written again. */
  take(): Uint8Array {
    const bytes = this.getBytes();
    this.index = 0;
    return bytes;
  }
}
