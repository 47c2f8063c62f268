import type { ByteSource } from "../byte-source.ts";
import { clamp } from "../clamp.ts";

/** Random access to bytes in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    byteLength: bytes.byteLength,
    async slice(start, end, options) {
      options?.signal?.throwIfAborted();
      // A copy also of Node's Buffers, whose own `slice` gives a view.
      return new Uint8Array(
        bytes.subarray(clamp(start, 0, bytes.byteLength), clamp(end, 0, bytes.byteLength)),
      );
    },
  };
}
