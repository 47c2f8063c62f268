import type { Readable, Writable } from "node:stream";

/** An output stream, and what is known about its terminal. */
export type Output = Writable & {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
};

/** Where the answers to questions come from. */
type Input = Readable & { readonly isTTY?: boolean | undefined };

/** The streams and environment of a command: everything that it reads or writes outside the cache. */
export interface Io {
  /** Questions are only asked if this is a terminal. */
  readonly stdin?: Input | undefined;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What every command receives. */
export interface Runtime {
  readonly io: Io;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
}
