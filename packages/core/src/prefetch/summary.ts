/** A file that is in the cache now. */
export interface PrefetchedFile {
  readonly resource: string;
  readonly path: string;
  readonly byteLength: number;
}

/** A file that could not be had, or of which nothing could be found out. */
export interface PrefetchFailure {
  readonly resource: string;
  /** Where it would lie, as far as that is known. */
  readonly path?: string | undefined;
  /** An EcephysError, unless the fault is in a backend of one's own. */
  readonly error: unknown;
}

/** How a prefetch ended. Nothing of it was given up because something else failed. */
export interface PrefetchSummary {
  readonly downloaded: readonly PrefetchedFile[];
  /** Was there before, or was brought by another process meanwhile. */
  readonly present: readonly PrefetchedFile[];
  readonly failed: readonly PrefetchFailure[];
  /** Bytes of files that this prefetch transferred. */
  readonly bytes: number;
  readonly milliseconds: number;
}
