import { closeSync, fstatSync, openSync, readSync, realpathSync, type Stats } from "node:fs";
import { dirname, isAbsolute, join, sep } from "node:path";
import { EcephysError } from "@ecephys/files";
import type { OpenSibling } from "../engine.ts";
import type { SyncBytes } from "../volume.ts";
import type { OpenedSource } from "./serve.ts";

/**
 * Opens a file of the local disk; nothing is read of it yet. Its external links are followed to files of the same
 * directory (or below) only.
 * @throws an EcephysError "not-found" where there is no such file, "storage" where it cannot be read.
 */
export function openPathBytes(path: string, location: string): OpenedSource {
  try {
    return { ...fileBytes(path), openSibling: siblingsOf(path) };
  } catch (error) {
    throw notOpened(location, error);
  }
}

function fileBytes(path: string): { readonly bytes: SyncBytes; readonly version: string } {
  const descriptor = openSync(path, "r");
  const stat = fstatSync(descriptor);
  if (!stat.isFile()) {
    closeSync(descriptor);
    throw new Error("it is not a file");
  }
  const bytes: SyncBytes = {
    byteLength: stat.size,
    read: (target, position) => readWhole(descriptor, target, position),
    close: () => closeSync(descriptor),
  };
  return { bytes, version: versionOf(stat) };
}

/** Changes whenever the file's content does. */
export function versionOf({ mtimeMs, size }: Pick<Stats, "mtimeMs" | "size">): string {
  return `${size} bytes of ${new Date(mtimeMs).toISOString()}`;
}

function readWhole(descriptor: number, target: Uint8Array, position: number): number {
  let done = 0;
  while (done < target.length) {
    const count = readSync(descriptor, target, done, target.length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

function siblingsOf(path: string): OpenSibling {
  return (name) => {
    const directory = realpathSync(dirname(path));
    if (isAbsolute(name)) throw new Error("absolute paths are not followed");
    const target = realpathSync(join(directory, name));
    if (!target.startsWith(directory + sep))
      throw new Error("it lies outside of the linking file's directory");
    return fileBytes(target).bytes;
  };
}

function notOpened(location: string, cause: unknown): EcephysError {
  const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
  return new EcephysError(missing ? "not-found" : "storage", {
    action: "Opening an HDF5 file",
    resource: location === "" ? "an empty path" : location,
    reason: missing ? "there is no such file" : cause instanceof Error ? cause.message : String(cause),
    remedy: missing
      ? isAbsolute(location)
        ? "Check the path; a project cache's getSessionData(id) fetches a session's file and knows where it lies"
        : `Check the path: it starts from ${process.cwd()}`
      : "Give the path of a file that this user may read",
    cause,
  });
}
