import type { ByteSource } from "../byte-source.ts";

/** Random access to bytes in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    byteLength: bytes.byteLength,
    async slice(start, end, options) {
      options?.signal?.throwIfAborted();
      return bytes.slice(clamp(start, bytes.byteLength), clamp(end, bytes.byteLength));
    },
  };
}

/** A position inside of `length` bytes, whatever is asked for. */
export function clamp(position: number, length: number): number {
  return Math.min(Math.max(position, 0), length);
}
