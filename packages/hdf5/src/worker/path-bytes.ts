import { closeSync, fstatSync, openSync, readSync, realpathSync, type Stats, statSync } from "node:fs";
import { dirname, isAbsolute, join, sep } from "node:path";
import { EcephysError } from "@ecephys/files";
import type { OpenSibling } from "../engine.ts";
import type { SyncBytes } from "../volume.ts";
import type { Hdf5Source } from "./protocol.ts";
import type { OpenedSource } from "./serve.ts";

/**
 * Opens a file of the local disk; nothing is read of it yet. Its external links are followed to files of the same
 * directory (or below) only.
 * @throws an EcephysError "not-found" where there is no such file, "storage" where it cannot be read.
 */
export function openPathBytes(
  { descriptor, path }: Extract<Hdf5Source, { readonly kind: "path" }>,
  location: string,
): OpenedSource {
  try {
    const bytes = (descriptor === undefined ? undefined : sameFile(descriptor)) ?? fileBytes(path);
    return { bytes, version: bytes.version, openSibling: siblingsOf(path) };
  } catch (error) {
    throw notOpened(location, error);
  }
}

/** The file of a descriptor, with one of its own; undefined on systems that do not name descriptors' files. */
function sameFile(descriptor: number): PathBytes | undefined {
  try {
    return fileBytes(`/dev/fd/${descriptor}`);
  } catch {
    return undefined;
  }
}

/** An open file of the local disk. */
export interface PathBytes extends SyncBytes {
  readonly descriptor: number;
  readonly version: string;
}

/** @throws what the disk says, also of what is no file. */
export function fileBytes(path: string): PathBytes {
  // What is no file, as a pipe, might not be opened for ever.
  if (!statSync(path).isFile()) throw new Error("it is not a file");
  const descriptor = openSync(path, "r");
  const stat = fstatSync(descriptor);
  let isOpen = true;
  return {
    descriptor,
    version: versionOf(stat),
    byteLength: stat.size,
    // The descriptor of a closed file may be another one's by now.
    read: (target, position) => (isOpen ? readWhole(descriptor, target, position) : 0),
    close() {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
  };
}

/** Changes whenever the file's content does, or another file takes its place. */
function versionOf({ ino, mtimeMs, size }: Pick<Stats, "ino" | "mtimeMs" | "size">): string {
  return `${size} bytes of ${new Date(mtimeMs).toISOString()} (file ${ino})`;
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
    return fileBytes(target);
  };
}

/** The error for a file that cannot be opened. */
export function notOpened(location: string, cause: unknown): EcephysError {
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
