import type { SyncBytes } from "./volume.ts";

/** Bytes in memory; they are not copied. */
export function memoryBytes(bytes: Uint8Array): SyncBytes {
  return {
    byteLength: bytes.length,
    read(target, position) {
      const part = bytes.subarray(position, position + target.length);
      target.set(part);
      return part.length;
    },
    close() {},
  };
}
