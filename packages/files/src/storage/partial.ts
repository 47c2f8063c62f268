import { constants, type FileHandle, open, rename, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import type { PartialFile } from "../partial-file.ts";
import type { OpenPartialOptions } from "../storage.ts";
import { absent, guarded, systemCode } from "../system/errors.ts";
import { makeDirectory } from "../system/make-directory.ts";
import { requirePlace } from "./place.ts";
import { flushDirectory, removeEmptyAbove, writeAll, writeWhole } from "./write-whole.ts";

const { O_CREAT, O_NOFOLLOW = 0, O_RDWR } = constants;
const TRIES = 5;

/** Opens a partial file of a directory, or makes it; not where `target`, if it is given, could not be put in place. */
export async function openPartial(
  root: string,
  full: string,
  localPath: (path: string) => string,
  { signal, target }: OpenPartialOptions = {},
): Promise<PartialFile> {
  const about = <Value>(work: () => Promise<Value>) => guarded("Writing a file", full, undefined, work);
  if (target !== undefined) {
    const place = localPath(target);
    await guarded("Writing a file", place, signal, () => requirePlace(place));
  }
  let handle = await guarded("Writing a file", full, signal, () => openHandle(full));
  const { size } = await about(() => handle.stat());
  const gone = () => removeEmptyAbove(root, full);
  return {
    byteLength: size,
    write: (bytes, position) => about(() => writeAll(handle, bytes, position)),
    read: (bytes, position) =>
      about(async () => (await handle.read(bytes, 0, bytes.byteLength, position)).bytesRead),
    truncate: (byteLength) => about(() => handle.truncate(byteLength)),
    flush: () => about(() => handle.datasync()),
    moveTo: async (path) => {
      const target = localPath(path);
      await guarded("Writing a file", target, undefined, async () => {
        await handle.sync();
        await handle.close();
        try {
          await moveFile(full, target);
        } catch (error) {
          // What is there can be kept: nothing of it has to come again.
          handle = await openHandle(full);
          throw error;
        }
        await gone();
      });
    },
    close: () => about(() => handle.close()),
    discard: () =>
      about(async () => {
        await handle.close().catch(() => {});
        await absent(unlink(full));
        await gone();
      }),
  };
}

async function openHandle(full: string): Promise<FileHandle> {
  for (let tries = TRIES; ; tries--) {
    await makeDirectory(dirname(full), [], TRIES);
    try {
      return await open(full, O_RDWR | O_CREAT | O_NOFOLLOW);
    } catch (error) {
      if (systemCode(error) !== "ENOENT" || tries <= 1) throw error;
    }
  }
}

async function moveFile(from: string, path: string): Promise<void> {
  const to = await requirePlace(path);
  for (let tries = TRIES; ; tries--) {
    await makeDirectory(dirname(to), [], TRIES);
    try {
      await rename(from, to);
      return await flushDirectory(dirname(to));
    } catch (error) {
      const code = systemCode(error);
      // The directory that the file belongs to lies on another disk.
      if (code === "EXDEV") return await copyOver(from, to);
      if (code !== "ENOENT" || tries <= 1) throw error;
    }
  }
}

async function copyOver(from: string, to: string): Promise<void> {
  const source = await open(from);
  // Closes itself at its end.
  await writeWhole(to, source.createReadStream(), undefined);
  await unlink(from);
}
