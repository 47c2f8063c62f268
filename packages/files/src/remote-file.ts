import type { RetryOptions } from "./retry-options.ts";

/** What a server reports about a file. */
export interface RemoteFileInfo {
  /** Size in bytes, where the server says it. */
  readonly byteLength?: number | undefined;
  /** A strong ETag (or a Last-Modified date): the same validator means the same bytes. */
  readonly validator?: string | undefined;
  /** SHA-256 of the whole file in hexadecimal digits, where the server gives one. */
  readonly sha256?: string | undefined;
}

/** Which part of a file to transfer, and of which version. */
export interface OpenRemoteFileOptions {
  /** First byte wanted; 0 by default. */
  readonly start?: number | undefined;
  /** End, exclusive; the file's end by default. */
  readonly end?: number | undefined;
  /** Only resume where the file is still this version (If-Range); else the body starts at 0 again. */
  readonly validator?: string | undefined;
  /** How often the request is sent at most, where the answer does not begin; as the source sees fit by default. */
  readonly tries?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The body that `open` gives, beginning at byte `start` of the file. */
export interface RemoteBody extends RemoteFileInfo {
  /** The first byte that the stream carries: 0 where a resume was refused or the server ignores ranges. */
  readonly start: number;
  /** Whether the server sent the part that was requested alone (206), not the whole file; undefined if that is not known. */
  readonly isPart?: boolean | undefined;
  /**
   * The bytes. The stream errors (an EcephysError "fetch", retryable) on a lost connection, on a stall, and
   * on an end before the promised length.
   */
  readonly stream: ReadableStream<Uint8Array>;
}

/** Some bytes of a file, and how long all of it is, where the server says so. */
export interface RemotePiece {
  readonly position: number;
  readonly bytes: Uint8Array;
  readonly byteLength: number | undefined;
}

/** Several parts of a file, as they come. */
export interface RemoteParts {
  readonly validator: string | undefined;
  /** The bytes of the parts, in the order in which these were requested. Ends with an error as a `RemoteBody` does. */
  readonly pieces: AsyncIterable<RemotePiece>;
}

/** Transfers several parts of a file by one request, of servers that send them so. */
export interface PartsRequests {
  /** Whether the server may do so, as far as is known. */
  isPossible(): boolean;
  /**
   * Begins a transfer. Parts are in order, and apart from each other.
   * @throws an EcephysError as `open` does; "response" also where the server does not send several parts at once.
   */
  open(
    parts: readonly (readonly [start: number, end: number])[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<RemoteParts>;
}

/** A file at a backend: nothing is transferred until `open` or `info` is called. */
export interface RemoteFile {
  /** For humans and records: never holds credentials. */
  readonly url: string;
  /** How failed or interrupted transfers are retried; not at all by default. */
  readonly retry?: RetryOptions | undefined;
  /** Asks the server about the file without transferring it. */
  info(options?: { signal?: AbortSignal | undefined }): Promise<RemoteFileInfo>;
  /**
   * Begins a transfer.
   * @throws an EcephysError: "not-found" (404, 410), "fetch" (other statuses, no connection), "response" (an
   * error page or other content that cannot be the file).
   */
  open(options?: OpenRemoteFileOptions): Promise<RemoteBody>;
  /** Several parts at once; not all sources have it. */
  readonly parts?: PartsRequests | undefined;
}
