import type { ByteSource } from "./byte-source.ts";

/** What was requested of servers, and how many bytes came. */
export interface Transferred {
  readonly requests: number;
  readonly bytes: number;
}

/** How a part of a streamed file is read. */
export interface StreamReadOptions {
  /** Whether more is fetched than what is read, for a reader that goes on from there; false by default. */
  readonly ahead?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A file on a server, of which only what is read is transferred, in blocks that are kept: a part that was read is
 * there when it is read again.
 */
export interface StreamedFile extends ByteSource {
  /** For messages: a URL without credentials. */
  readonly name: string;
  /** What the server calls this version of the file, if it does. */
  readonly validator: string | undefined;
  /** What was requested of the server so far. */
  readonly transferred: Transferred;
  /**
   * As `ByteSource.slice`; what is missing comes in as few requests as possible, several at once.
   * @throws an EcephysError "response" if the file has changed on the server since it was opened, "fetch" if it
   * cannot be reached; the signal's reason.
   */
  slice(start: number, end: number, options?: StreamReadOptions): Promise<Uint8Array>;
  /** Fetches parts that will be read soon, all at once, and waits for them; those that are near each other together. */
  prefetch(
    ranges: readonly (readonly [start: number, end: number])[],
    options?: { signal?: AbortSignal | undefined },
  ): Promise<void>;
  /** A part of the file if all of it is in memory; undefined otherwise. Nothing is requested. */
  peek(start: number, end: number): Uint8Array | undefined;
  /** Whether a part of the file is in memory. */
  has(start: number, end: number): boolean;
  /**
   * Ends all transfers, and forgets what came; reads throw an EcephysError "argument" from now on. Resolves when what
   * is to be kept on disk is there.
   */
  close(): Promise<void>;
}
