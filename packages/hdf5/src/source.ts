import { argumentChecks } from "@ecephys/files";
import type { Hdf5Source } from "./worker/protocol.ts";

/** Gives a copy for each worker that the bytes are sent to; memory that threads share is sent as it is. */
export function bytesSource(bytes: Uint8Array): () => Hdf5Source {
  return () => ({
    kind: "bytes",
    bytes: bytes.buffer instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes,
  });
}

/** The location of a source that has no path. */
export function nameOf(source: Blob | Uint8Array): string {
  return typeof File !== "undefined" && source instanceof File ? source.name : "bytes in memory";
}

/** The error for what no file can be opened from. */
export function notASource(source: unknown, expected: string) {
  return argumentChecks("Opening an HDF5 file").refusal("the file", source, expected);
}
