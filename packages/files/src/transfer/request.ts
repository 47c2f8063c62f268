import type { RetryOptions } from "../http/retry.ts";
import type { StorageLock } from "../lock.ts";
import type { RemoteFile, RemoteFileInfo } from "../remote-file.ts";
import type { CacheStorage } from "../storage.ts";
import type { RetryBudget } from "./budget.ts";
import type { DownloadEvent } from "./events.ts";
import type { Throttle } from "./throttle.ts";

/**
 * Recognises a file by its beginning (at most 64 kB) and its length.
 * @returns the reason why it cannot be the file that was requested; `undefined` if it can.
 */
export type ContentCheck = (head: Uint8Array, byteLength: number) => string | undefined;

/** How a file is downloaded. Times are milliseconds. */
export interface DownloadFileOptions {
  readonly storage: CacheStorage;
  /** Where the file is to lie, relative to the storage's root. */
  readonly path: string;
  readonly remote: RemoteFile;
  /** For messages: "session 715093703". */
  readonly resource: string;
  /** What the server said of the file before, where it was asked. */
  readonly expected?: RemoteFileInfo | undefined;
  /** A file that is not of its kind is not put in place. */
  readonly content?: ContentCheck | undefined;
  /** Checked before the file is put in place: a process that has lost it must stop. */
  readonly lock?: StorageLock | undefined;
  /** The budget of failures in a row; that of `remote` by default, and without one nothing is tried again. */
  readonly retry?: RetryOptions | undefined;
  /** How many ranges of a large file are transferred at once; 1 by default. */
  readonly connections?: number | undefined;
  readonly throttle?: Throttle | undefined;
  readonly onEvent?: ((event: DownloadEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The result of a download. */
export interface DownloadedFile {
  readonly byteLength: number;
  readonly sha256: string | undefined;
  readonly validator: string | undefined;
  /** Bytes that were transferred; the rest was there from an earlier try. */
  readonly transferred: number;
}

/** The options with their defaults. */
export interface DownloadRequest extends DownloadFileOptions {
  readonly budget: RetryBudget;
  readonly connections: number;
  readonly onEvent: (event: DownloadEvent) => void;
}
