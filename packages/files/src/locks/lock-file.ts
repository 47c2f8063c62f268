import { type FileHandle, link, open, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { systemCode } from "../system/errors.ts";
import { makeDirectory } from "../system/make-directory.ts";
import { type LockOwner, newOwner, parseOwner } from "./owner.ts";

/** A lock file as it is now. */
export interface SeenLock {
  readonly owner: LockOwner | undefined;
  /** Changes with every sign of life, whatever the clock says. */
  readonly sign: string;
  /** When the last one was, in milliseconds since 1970 by the clock of whoever gave it. */
  readonly modified: number;
}

/** A lock file that this process made. */
export interface OwnLock {
  readonly handle: FileHandle;
  readonly owner: LockOwner;
}

/** Called with the topmost directory created for a lock file. */
export type OnMade = (directory: string) => void;

/** How often a directory may be removed by someone else between being made and being used. */
const DIRECTORY_TRIES = 20;

/**
 * Makes the lock file; `undefined` if there is one. Of any number of processes at most one succeeds. The file
 * is written under another name first and linked, so that it never lacks its owner, whenever the process ends.
 */
export async function makeLock(
  path: string,
  onMade: OnMade,
  makeLink: typeof link = link,
): Promise<OwnLock | undefined> {
  const owner = await newOwner();
  const temporary = join(dirname(path), `.${basename(path)}.${crypto.randomUUID().slice(0, 13)}.tmp`);
  const handle = await openNew(temporary, onMade);
  if (handle === undefined) return undefined;
  try {
    const text = JSON.stringify(owner);
    await handle.writeFile(text);
    const isLinked = await linked(temporary, path, owner, makeLink);
    const kept = isLinked ?? (await written(path, text, onMade));
    if (kept === true) return { handle, owner };
    await handle.close();
    return kept === false ? undefined : { handle: kept, owner };
  } catch (error) {
    await handle.close().catch(() => {});
    throw error;
  } finally {
    await unlink(temporary).catch(() => {});
  }
}

/** `undefined` if the file system knows no links. */
async function linked(
  temporary: string,
  path: string,
  { token }: LockOwner,
  makeLink: typeof link,
): Promise<boolean | undefined> {
  try {
    await makeLink(temporary, path);
    return true;
  } catch (error) {
    const code = systemCode(error) ?? "";
    // A network file system that missed the answer asks again, and finds the link that it made itself.
    if (code === "EEXIST") return (await seeLock(path))?.owner?.token === token;
    if (NO_LINKS.has(code)) return undefined;
    throw error;
  }
}

async function written(path: string, text: string, onMade: OnMade): Promise<FileHandle | false> {
  const handle = await openNew(path, onMade);
  await handle?.writeFile(text);
  return handle ?? false;
}

/** What file systems without hard links answer. */
const NO_LINKS: ReadonlySet<string> = new Set([
  "EPERM",
  "ENOTSUP",
  "EOPNOTSUPP",
  "ENOSYS",
  "EMLINK",
  "EXDEV",
]);

/** `undefined` if there is none. Opening it makes network file systems ask their server. */
export async function seeLock(path: string): Promise<SeenLock | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(path);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
  try {
    const { ino, mtimeMs } = await handle.stat();
    const text = await handle.readFile("utf8");
    return { owner: parseOwner(text), sign: `${ino} ${mtimeMs} ${text}`, modified: mtimeMs };
  } finally {
    await handle.close();
  }
}

/** Says that the owner of the lock lives. */
export async function giveSign({ handle }: OwnLock): Promise<void> {
  const now = new Date();
  await handle.utimes(now, now);
}

/** `undefined` if there is one. */
async function openNew(path: string, onMade: OnMade): Promise<FileHandle | undefined> {
  for (let tries = DIRECTORY_TRIES; ; tries--) {
    try {
      return await open(path, "wx");
    } catch (error) {
      const code = systemCode(error);
      if (code === "EEXIST") return undefined;
      if (code !== "ENOENT" || tries <= 1) throw error;
    }
    const made: string[] = [];
    await makeDirectory(dirname(path), made, DIRECTORY_TRIES).finally(() => {
      const [topmost] = made.sort((left, right) => left.length - right.length);
      if (topmost !== undefined) onMade(topmost);
    });
  }
}
