/** Random access to bytes that do not change: a local file, memory, a Blob, HTTP ranges. */
export interface ByteSource {
  readonly byteLength: number;
  /**
   * Bytes `start` (inclusive) to `end` (exclusive), both clamped to the length.
   * @throws an EcephysError ("storage", "fetch") where they cannot be had whole; never fewer bytes in silence.
   */
  slice(start: number, end: number, options?: { signal?: AbortSignal | undefined }): Promise<Uint8Array>;
}
