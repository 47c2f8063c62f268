import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A small file that `files/make_files.py` made. */
export function fileOf(name: string): string {
  return join(import.meta.dirname, "files", name);
}

export function bytesOf(name: string): Uint8Array {
  return Uint8Array.from(readFileSync(fileOf(name)));
}
