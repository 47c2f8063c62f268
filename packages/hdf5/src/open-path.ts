import { closeSync, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, sep } from "node:path";
import { EcephysError } from "@ecephys/files";
import type { OpenSibling } from "./engine.ts";
import { openHere } from "./local.ts";
import type { Hdf5File } from "./model.ts";
import type { SyncBytes } from "./volume.ts";

/**
 * Opens an HDF5 file of the local disk; nothing but its head is read. External links are followed to files of
 * the same directory (or below) only.
 * @throws an EcephysError "not-found" where there is no such file, "storage" where it cannot be read, "format"
 * where it is no whole HDF5 file.
 */
export async function openPath(path: string): Promise<Hdf5File> {
  return openHere(fileBytes(path), path, siblingsOf(path));
}

function fileBytes(path: string): SyncBytes {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
    if (!fstatSync(descriptor).isFile()) {
      closeSync(descriptor);
      throw new Error("it is not a file");
    }
  } catch (error) {
    throw unopened(path, error);
  }
  const { size } = fstatSync(descriptor);
  return {
    byteLength: size,
    read: (target, position) => readWhole(descriptor, target, position),
    close: () => closeSync(descriptor),
  };
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

function unopened(path: string, cause: unknown): EcephysError {
  const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
  return new EcephysError(missing ? "not-found" : "storage", {
    action: "Opening an HDF5 file",
    resource: path === "" ? "an empty path" : path,
    reason: missing ? "there is no such file" : cause instanceof Error ? cause.message : String(cause),
    remedy: missing
      ? isAbsolute(path)
        ? "Check the path; a project cache's getSessionData(id) fetches a session's file and knows where it lies"
        : `Check the path: it starts from ${process.cwd()}`
      : "Give the path of a file that this user may read",
    cause,
  });
}
