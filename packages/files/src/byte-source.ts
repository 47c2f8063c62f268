/** Random access to bytes that do not change: a local file, memory, a Blob, HTTP ranges. */
export interface ByteSource {
  readonly byteLength: number;
  /**
   * Bytes `start` (inclusive) to `end` (exclusive), both clamped to the length.
   * @throws an EcephysError ("storage", "fetch") if they cannot be read completely; never silently returns
   * fewer bytes.
   */
  slice(start: number, end: number, options?: { signal?: AbortSignal | undefined }): Promise<Uint8Array>;
}
