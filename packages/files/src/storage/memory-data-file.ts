import type { DataFile } from "../data-file.ts";
import { bytesSource } from "./bytes-source.ts";

/** Bytes in memory as readers are given files. They are not copied. */
export function memoryDataFile(name: string, bytes: Uint8Array): DataFile {
  return { name, byteLength: bytes.byteLength, source: async () => bytesSource(bytes) };
}
