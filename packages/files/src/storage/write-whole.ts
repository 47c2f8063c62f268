import { type FileHandle, open, rename, rmdir, stat, unlink } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import type { StorageContent } from "../storage.ts";
import { absent, guarded, systemCode, systemError } from "../system/errors.ts";
import { DIRECTORY_TRIES, makeDirectory } from "../system/make-directory.ts";
import { contentChunks } from "./content.ts";
import { placeToWrite } from "./links.ts";

/**
 * Writes a file under a temporary name and renames it; a failure leaves everything as it was. Where its path is a
 * symbolic link, what that leads to is written.
 */
export async function writeWhole(
  path: string,
  content: StorageContent,
  signal: AbortSignal | undefined,
  flush = true,
): Promise<void> {
  const made: string[] = [];
  let temporary: Temporary | undefined;
  const full = await guarded("Writing a file", path, signal, () => placeToWrite(path));
  try {
    temporary = await guarded("Writing a file", full, signal, () => openTemporary(full, made));
    const { handle, path: written } = temporary;
    for await (const chunk of contentChunks(content, signal)) {
      await guarded("Writing a file", full, signal, () => writeAll(handle, chunk));
    }
    await guarded("Writing a file", full, signal, async () => {
      if (flush) await handle.sync();
      await handle.close();
      signal?.throwIfAborted();
      await rename(written, full);
    });
  } catch (error) {
    await tidy(temporary, made);
    throw error;
  }
  if (flush) await flushDirectory(dirname(full));
}

interface Temporary {
  readonly handle: FileHandle;
  readonly path: string;
}

async function openTemporary(full: string, made: string[]): Promise<Temporary> {
  if ((await absent(stat(full)))?.isDirectory()) throw systemError("EISDIR", full);
  const path = join(dirname(full), `.${basename(full)}.${crypto.randomUUID().slice(0, 13)}.tmp`);
  for (let tries = DIRECTORY_TRIES; ; tries--) {
    await makeDirectory(dirname(full), made, DIRECTORY_TRIES);
    try {
      return { path, handle: await open(path, "wx") };
    } catch (error) {
      if (systemCode(error) !== "ENOENT" || tries <= 1) throw error;
    }
  }
}

/** Writes all bytes at a position of the file, or where it ends. */
export async function writeAll(handle: FileHandle, chunk: Uint8Array, position?: number): Promise<void> {
  for (let at = 0; at < chunk.byteLength; ) {
    const place = position === undefined ? null : position + at;
    at += (await handle.write(chunk, at, chunk.byteLength - at, place)).bytesWritten;
  }
}

/** Removes the directories above a file that is gone, up to the root, as long as they are empty. */
export async function removeEmptyAbove(root: string, full: string): Promise<void> {
  for (let above = dirname(full); above.startsWith(root + sep); above = dirname(above)) {
    try {
      await rmdir(above);
    } catch (error) {
      // Another may have removed it, and be bound to leave those above it.
      if (systemCode(error) !== "ENOENT") return;
    }
  }
}

async function tidy(temporary: Temporary | undefined, made: readonly string[]): Promise<void> {
  const quietly = (work: Promise<unknown>) => work.catch(() => {});
  if (temporary !== undefined) {
    await quietly(temporary.handle.close());
    await quietly(unlink(temporary.path));
  }
  // Fails where another file has come to lie in the directory in the meantime, and is meant to.
  for (const directory of [...made].reverse()) await quietly(rmdir(directory));
}

/** Makes the rename last through a power cut, where the system can; the file is there in any case. */
export async function flushDirectory(directory: string): Promise<void> {
  try {
    const handle = await open(directory);
    await handle.sync().finally(() => handle.close());
  } catch {}
}
