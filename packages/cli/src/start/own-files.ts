import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  type Stats,
} from "node:fs";
import { dirname } from "node:path";

/** Makes a directory of this user's alone. @returns whether it is one: it may have been there. */
export function makeOwnDirectory(directory: string): boolean {
  makeDirectory(directory);
  const place = lstatSync(directory);
  return place.isDirectory() && isOwn(place);
}

/** Like `mkdirSync` with `recursive`, which never returns where nothing can be made, as in /proc. */
function makeDirectory(directory: string): void {
  const make = () => mkdirSync(directory, { mode: 0o700 });
  try {
    make();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || dirname(directory) === directory) throw error;
    makeDirectory(dirname(directory));
    make();
  }
}

/** A file that only this user can change; undefined if others can, if it is a link, or larger than that. */
export function readOwnFile(path: string, mostBytes: number): Buffer | undefined {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const found = fstatSync(file);
    if (!found.isFile() || !isOwn(found) || found.size > mostBytes) return undefined;
    const bytes = Buffer.allocUnsafeSlow(found.size);
    for (let at = 0; at < bytes.length; ) {
      const count = readSync(file, bytes, at, bytes.length - at, at);
      if (count === 0) return undefined;
      at += count;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}

/** Windows has no such numbers; what is in a user's own directory is that user's there. */
function isOwn({ uid, mode }: Stats): boolean {
  const user = process.getuid?.();
  return user === undefined || (uid === user && (mode & 0o022) === 0);
}
