import type { ByteSource } from "@ecephys/files";

/** A file that is served, opened. */
export interface ServedFile {
  readonly byteLength: number;
  /** A strong ETag: the same one means the same bytes. */
  readonly etag?: string | undefined;
  readonly source: Pick<ByteSource, "slice">;
  close(): Promise<void>;
}

/** Something that is served under a path: a directory, or a source of which bytes are passed on. */
export interface Place {
  /** "/cache/", "/s3/". */
  readonly prefix: string;
  /** For people: a directory, an address. */
  readonly shown: string;
  /**
   * Opens a file, by its path in the place, which has no empty, hidden or dotted names.
   * @throws an EcephysError "not-found" if there is none.
   */
  open(path: string, signal: AbortSignal): Promise<ServedFile>;
  /** The names in a folder, those of folders with a slash at their end; undefined if the place cannot tell. */
  list(folder: string, signal: AbortSignal): Promise<readonly string[] | undefined>;
}
