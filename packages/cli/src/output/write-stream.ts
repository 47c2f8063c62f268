import { EcephysError } from "@ecephys/files";
import type { Output } from "../io.ts";
import { ClosedPipe, isClosedPipe } from "./closed-pipe.ts";

export type Chunk = string | Uint8Array;

/**
 * Writes chunks to a stream, no faster than it accepts them.
 * @throws ClosedPipe if the reader is gone; an EcephysError "storage" if the disk behind it is full; the
 * signal's reason when aborted.
 */
export async function writeToStream(
  stream: Output,
  chunks: Iterable<Chunk>,
  signal: AbortSignal,
): Promise<void> {
  for (const chunk of chunks) {
    signal.throwIfAborted();
    await write(stream, chunk, signal);
  }
}

function write(stream: Output, chunk: Chunk, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    // An interrupt must not wait for a reader that has stopped reading.
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    stream.write(chunk, (error) => {
      signal.removeEventListener("abort", abort);
      if (!error) resolve();
      else reject(isClosedPipe(error) ? new ClosedPipe() : unwritable(error));
    });
  });
}

function unwritable(cause: Error): EcephysError {
  return new EcephysError("storage", {
    action: "Writing the output",
    resource: "the standard output",
    reason: cause.message,
    remedy: "Free some disk space, or choose another file with --out",
    cause,
  });
}
