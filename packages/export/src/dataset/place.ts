import type { ByteSource } from "@ecephys/files";

/** Where a dataset lies: a directory, or a server. */
export interface DatasetPlace {
  /** For messages. */
  readonly location: string;
  /** A small file; undefined where there is none. */
  read(path: string, signal: AbortSignal | undefined): Promise<Uint8Array | undefined>;
  /** Random access to a file. */
  source(path: string, signal: AbortSignal | undefined): Promise<ByteSource>;
  /** All files, where they can be listed. */
  list?(signal: AbortSignal | undefined): Promise<string[]>;
}
