/** A file that is in the cache now. */
export interface PrefetchedFile {
  readonly resource: string;
  readonly path: string;
  readonly byteLength: number;
}

/** A file that could not be downloaded or looked up. */
export interface PrefetchFailure {
  readonly resource: string;
  /** Its path in the cache, if known. */
  readonly path?: string | undefined;
  /** An EcephysError, unless a custom backend threw something else. */
  readonly error: unknown;
}

/** How a prefetch ended. A failure of one file does not stop the others. */
export interface PrefetchSummary {
  readonly downloaded: readonly PrefetchedFile[];
  /** Existed before, or was downloaded by another process in the meantime. */
  readonly present: readonly PrefetchedFile[];
  readonly failed: readonly PrefetchFailure[];
  /** Bytes of files that this prefetch transferred. */
  readonly bytes: number;
  readonly milliseconds: number;
}
