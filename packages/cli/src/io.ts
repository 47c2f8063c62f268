import type { Readable, Writable } from "node:stream";

/** A stream that text goes to, and what is known of the terminal behind it. */
export type Output = Writable & {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
};

/** Where answers come from. */
export type Input = Readable & { readonly isTTY?: boolean | undefined };

/** The world as a command sees it: everything that it reads or writes outside of the cache. */
export interface Io {
  /** Questions are only asked where this is a terminal. */
  readonly stdin?: Input | undefined;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What every command is given. */
export interface Runtime {
  readonly io: Io;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
}
