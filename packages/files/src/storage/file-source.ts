import { type FileHandle, open, stat } from "node:fs/promises";
import type { ByteSource } from "../byte-source.ts";
import { clamp } from "../clamp.ts";
import { EcephysError } from "../errors.ts";
import { guarded, systemError } from "../system/errors.ts";

/** A whole file, in as few reads as the system allows. */
export async function readWhole(path: string): Promise<Uint8Array> {
  const handle = await open(path);
  try {
    return await readBytes(handle, path, 0, (await handle.stat()).size);
  } finally {
    await handle.close();
  }
}

/**
 * Random access to a file. It is opened for each slice, so that nothing is left open; that it is still the same
 * file is checked each time.
 */
export async function fileSource(path: string): Promise<ByteSource> {
  const { size, mtimeMs } = await stat(path);
  const slice = async (start: number, end: number): Promise<Uint8Array> => {
    const handle = await open(path);
    try {
      const now = await handle.stat();
      if (now.size !== size || now.mtimeMs !== mtimeMs) throw changed(path, "it was changed meanwhile");
      return await readBytes(handle, path, start, Math.max(0, end - start));
    } finally {
      await handle.close();
    }
  };
  return {
    byteLength: size,
    slice: (start, end, options) =>
      guarded("Reading a file", path, options?.signal, () =>
        slice(clamp(start, 0, size), clamp(end, 0, size)),
      ),
  };
}

async function readBytes(
  handle: FileHandle,
  path: string,
  start: number,
  length: number,
): Promise<Uint8Array> {
  // Not pooled and not cleared: all of it is about to be read. Not a Buffer, whose `slice` copies nothing.
  const bytes = new Uint8Array(allocate(length, path));
  const piece = Math.max(PIECE, Math.ceil(length / MOST_PIECES));
  const reading: Promise<void>[] = [];
  for (let from = 0; from < length; from += piece)
    reading.push(fill(handle, path, bytes.subarray(from, from + piece), start + from));
  await Promise.all(reading);
  return bytes;
}

/** A large file is read by several threads: most of the time goes into copying what the system has in memory. */
const PIECE = 4 << 20;
const MOST_PIECES = 4;

async function fill(handle: FileHandle, path: string, bytes: Uint8Array, start: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, at, Math.min(bytes.length - at, MOST_AT_ONCE), start + at);
    if (bytesRead === 0) throw changed(path, "it ended before its length");
    at += bytesRead;
  }
}

function allocate(length: number, path: string): ArrayBufferLike {
  try {
    return Buffer.allocUnsafeSlow(length).buffer;
  } catch {
    throw systemError("ERR_FS_FILE_TOO_LARGE", `${length} bytes of ${path}`);
  }
}

/** No system reads more in one call. */
const MOST_AT_ONCE = 2 ** 30;

function changed(path: string, reason: string): EcephysError {
  return new EcephysError("storage", {
    action: "Reading a file",
    resource: path,
    reason,
    remedy: "Open it again",
    retryable: true,
  });
}
