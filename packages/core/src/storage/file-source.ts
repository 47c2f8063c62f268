import { open, stat } from "node:fs/promises";
import type { ByteSource } from "../byte-source.ts";
import { EcephysError, isEcephysError } from "../errors.ts";
import { clamp } from "./bytes-source.ts";
import { storageError } from "./errors.ts";

/**
 * Random access to a file. It is opened for each slice, so that nothing is held open that nobody would close;
 * that it is still the same file is checked each time.
 */
export async function fileSource(path: string): Promise<ByteSource> {
  const { size, mtimeMs } = await stat(path);
  const slice = async (start: number, end: number): Promise<Uint8Array> => {
    const handle = await open(path);
    try {
      const now = await handle.stat();
      if (now.size !== size || now.mtimeMs !== mtimeMs) throw changed(path, "it was changed meanwhile");
      const bytes = new Uint8Array(Math.max(0, end - start));
      for (let at = 0; at < bytes.length; ) {
        const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at);
        if (bytesRead === 0) throw changed(path, "it ended before its length");
        at += bytesRead;
      }
      return bytes;
    } finally {
      await handle.close();
    }
  };
  return {
    byteLength: size,
    async slice(start, end, options) {
      options?.signal?.throwIfAborted();
      try {
        return await slice(clamp(start, size), clamp(end, size));
      } catch (error) {
        throw isEcephysError(error) ? error : storageError("Reading a file", path, error);
      }
    },
  };
}

function changed(path: string, reason: string): EcephysError {
  return new EcephysError("storage", {
    action: "Reading a file",
    resource: path,
    reason,
    remedy: "Open it again",
    retryable: true,
  });
}
