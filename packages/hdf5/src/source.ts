import { argumentChecks, type StreamedFile } from "@ecephys/files";
import type { WorkerSource } from "./worker/supply.ts";

/** Copies the bytes for each worker that they are sent to; shared memory is sent as it is. */
export function bytesSource(bytes: Uint8Array): () => WorkerSource {
  return () => ({
    sent: { kind: "bytes", bytes: bytes.buffer instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes },
  });
}

/** Whether it is a file on a server. */
export function isStreamed(source: unknown): source is StreamedFile {
  return typeof source === "object" && source !== null && "slice" in source && "prefetch" in source;
}

/** The location of a source that has no path. */
export function nameOf(source: Blob | Uint8Array): string {
  return typeof File !== "undefined" && source instanceof File ? source.name : "bytes in memory";
}

/** The error for an invalid source of a file. */
export function notASource(source: unknown, expected: string) {
  return argumentChecks("Opening an HDF5 file").refusal("the file", source, expected);
}
