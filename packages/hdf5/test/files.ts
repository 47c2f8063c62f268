import { readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { temporaryFile } from "@ecephys/fixtures/testing";
import { Hdf5Engine, NO_SIBLINGS } from "../src/engine.ts";
import { loadHdf5 } from "../src/library.ts";
import type { SyncBytes } from "../src/volume.ts";

/** A small file that `files/make_files.py` made. */
export function fileOf(name: string): string {
  return join(import.meta.dirname, "files", name);
}

export function bytesOf(name: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(fileOf(name)));
}

/** A file of 256 MB of zeros in "/zeros", which take no space on the disk. */
export function largeFile(): string {
  const head = bytesOf("large-head.h5");
  const path = temporaryFile("large.h5", head);
  truncateSync(path, head.length + 2 ** 28);
  return path;
}

/** Opens bytes with the library of this thread, as a worker does. */
export async function openHere(bytes: SyncBytes, location = "bytes"): Promise<Hdf5Engine> {
  return new Hdf5Engine(await loadHdf5(), bytes, location, NO_SIBLINGS);
}
