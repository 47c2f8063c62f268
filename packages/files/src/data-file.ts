import { argumentChecks, type OptionNames } from "./arguments/checks.ts";
import type { ByteSource } from "./byte-source.ts";

const BYTES_OPTIONS: OptionNames<{ signal?: AbortSignal | undefined }> = { signal: true };

/**
 * A file as a reader is given it, wherever it lies: in a cache, on a server, in memory. It says what it is; its
 * bytes are read when they are asked for.
 */
export interface DataFile {
  /** For messages: a path, or a URL without credentials. */
  readonly name: string;
  readonly byteLength: number;
  /** What the server calls this version, where that is known: the same validator means the same bytes. */
  readonly validator?: string | undefined;
  /** Absolute path on a local disk; undefined elsewhere. */
  readonly localPath?: string | undefined;
  /** Random access to the bytes. */
  source(options?: { signal?: AbortSignal | undefined }): Promise<ByteSource>;
  /** The file as a Blob that is not read whole, where there is one. */
  blob?(): Promise<Blob>;
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
