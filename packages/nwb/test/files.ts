import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A small file that `files/make_files.py` made; HDF5 files that are no NWB files lie with that package's tests. */
export function fileOf(name: string): string {
  return join(import.meta.dirname, name.endsWith(".h5") ? "../../hdf5/test" : "", "files", name);
}

export function bytesOf(name: string): Uint8Array {
  return Uint8Array.from(readFileSync(fileOf(name)));
}
