import type { DataFile } from "../data-file.ts";
import type { RemoteFile } from "../remote-file.ts";
import { type StreamOptions, streamFile } from "./streamed-file.ts";

/**
 * A file on a server for readers, of which only what they read is transferred. It is opened at once, as by
 * `streamFile`, and errors are the same.
 */
export async function streamedDataFile(file: RemoteFile, options: StreamOptions = {}): Promise<DataFile> {
  const stream = await streamFile(file, options);
  const { byteLength, name, validator } = stream;
  return { name, byteLength, validator, source: async () => stream, stream: async () => stream };
}
