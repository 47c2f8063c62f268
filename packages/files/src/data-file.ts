import { argumentChecks, type OptionNames } from "./arguments/checks.ts";
import type { ByteSource } from "./byte-source.ts";
import type { StreamedFile } from "./streamed.ts";

const BYTES_OPTIONS: OptionNames<{ signal?: AbortSignal | undefined }> = { signal: true };

/**
 * A file as passed to a reader, wherever it is: in a cache, on a server, in memory. Its bytes are read on
 * demand.
 */
export interface DataFile {
  /** For messages: a path, or a URL without credentials. */
  readonly name: string;
  readonly byteLength: number;
  /** The server's validator of this version, if known: the same validator means the same bytes. */
  readonly validator?: string | undefined;
  /** Absolute path on a local disk; undefined elsewhere. */
  readonly localPath?: string | undefined;
  /** Random access to the bytes. */
  source(options?: { signal?: AbortSignal | undefined }): Promise<ByteSource>;
  /** The file as a Blob that is read on demand, if available. */
  blob?(): Promise<Blob>;
  /** The file as one on a server of which only what is read is transferred, if it is one; whoever takes it closes it. */
  stream?(): Promise<StreamedFile>;
}

/** All bytes of a file. */
export async function dataFileBytes(
  file: DataFile,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<Uint8Array> {
  argumentChecks("Reading a file").knownOptions(options, BYTES_OPTIONS);
  const source = await file.source(options);
  return source.slice(0, source.byteLength, options);
}
