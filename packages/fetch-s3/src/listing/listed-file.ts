/** A file that a server lists. */
export interface ListedFile {
  /** Relative to the directory that was listed: "session_715093703/session_715093703.nwb". */
  readonly path: string;
  /** Size in bytes, if the list tells. */
  readonly byteLength?: number | undefined;
  /** The ETag, if the list tells. */
  readonly validator?: string | undefined;
  /** When it was last changed, ISO 8601, if the list tells. */
  readonly modified?: string | undefined;
}
