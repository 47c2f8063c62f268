/**
 * Unpacks bytes that were deflated.
 * @throws a RangeError where they cannot be unpacked, or are longer than that.
 */
export type Inflate = (bytes: Uint8Array, length: number) => Promise<Uint8Array>;

/** Unpacks by the platform's streams, which pages and Node have. */
export const inflatedByStream: Inflate = async (bytes, length) => {
  const target = new Uint8Array(length);
  let at = 0;
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream("deflate"));
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (at + value.length > length) throw new RangeError("a chunk that is too long");
      target.set(value, at);
      at += value.length;
    }
  } catch (error) {
    void reader.cancel().catch(() => {});
    throw error instanceof RangeError ? error : new RangeError("a chunk that cannot be unpacked");
  }
  return target.subarray(0, at);
};
