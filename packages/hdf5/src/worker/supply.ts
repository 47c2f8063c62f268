import type { ByteChannel } from "./channel.ts";
import type { Hdf5Source } from "./protocol.ts";

/** Gives a worker bytes of a file that this side has to fetch. */
export interface Supply {
  read(position: number, length: number, signal: AbortSignal): Promise<Uint8Array>;
  /** Where the worker waits for them; they are posted to it where it cannot. */
  readonly channel: ByteChannel | undefined;
}

/** What is sent to a worker that opens a file, and what gives it the bytes that are not in it. */
export interface WorkerSource {
  readonly sent: Hdf5Source;
  readonly supply?: Supply | undefined;
  readonly linked?: LinkedSources | undefined;
}

/** Files that a file's links lead to, by the names that the links have for them. */
export type LinkedSources = Readonly<Record<string, Exclude<Hdf5Source, { readonly kind: "stream" }>>>;
