import { type FileHandle, open, realpath, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { EcephysError } from "@ecephys/files";
import type { Chunk } from "./write-stream.ts";

/**
 * Writes a file completely or not at all: under a temporary name in the same directory, flushed, then renamed. Devices
 * and named pipes are written to directly.
 * @throws EcephysError "storage" if that fails; the signal's reason when aborted. Nothing is left behind.
 */
export async function writeFileWhole(
  path: string,
  chunks: Iterable<Chunk>,
  signal: AbortSignal,
): Promise<void> {
  try {
    const target = await realpath(path).catch(() => resolve(path));
    const existing = await stat(target).catch(() => undefined);
    if (existing?.isDirectory()) throw new Error("it is a directory");
    if (existing && !existing.isFile()) return await fill(await open(target, "w"), chunks, signal);
    const directory = dirname(target);
    if (!(await isDirectory(directory))) throw new Error(`there is no directory ${directory}`);
    const temporary = join(directory, `.${basename(target)}.${crypto.randomUUID()}.part`);
    try {
      await fill(await open(temporary, "wx"), chunks, signal, true);
      await rename(temporary, target);
    } catch (error) {
      await unlink(temporary).catch(() => undefined);
      throw error;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new EcephysError("storage", {
      action: "Writing the output",
      resource: path,
      reason: reasonOf(error),
      remedy: "Choose another file with --out",
      cause: error,
    });
  }
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

/** The message without the temporary name, which would mean nothing to users. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "path" in error ? error.message.replace(/, \w+ '.*$/s, "") : error.message;
}

async function fill(
  file: FileHandle,
  chunks: Iterable<Chunk>,
  signal: AbortSignal,
  flush = false,
): Promise<void> {
  try {
    for (const chunk of chunks) {
      signal.throwIfAborted();
      await file.writeFile(chunk);
    }
    if (flush) await file.sync();
  } finally {
    await file.close();
  }
}
