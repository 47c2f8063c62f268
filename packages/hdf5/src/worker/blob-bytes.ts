import type { SyncBytes } from "../volume.ts";

/** What workers have to read a Blob without waiting; TypeScript's DOM types leave it out. */
interface SyncReader {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/** Bytes of a Blob or File, of which only the asked parts are read. Works in workers only. */
export function blobBytes(blob: Blob): SyncBytes {
  const { FileReaderSync } = globalThis as unknown as { FileReaderSync: new () => SyncReader };
  const reader = new FileReaderSync();
  return {
    byteLength: blob.size,
    read(target, position) {
      const part = new Uint8Array(reader.readAsArrayBuffer(blob.slice(position, position + target.length)));
      target.set(part);
      return part.length;
    },
    close() {},
  };
}
