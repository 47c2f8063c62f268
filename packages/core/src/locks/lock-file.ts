import { type FileHandle, mkdir, open, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { systemCode } from "../storage/errors.ts";
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
  /** The topmost directory that was made for it. */
  readonly made: string | undefined;
}

/** How often a directory may be removed by someone else between being made and being used. */
const DIRECTORY_TRIES = 20;

/** Makes the lock file; `undefined` where there is one. Of any number of processes at most one succeeds. */
export async function makeLock(path: string): Promise<OwnLock | undefined> {
  const owner = await newOwner();
  const { handle, made } = await openNew(path);
  if (handle === undefined) return undefined;
  try {
    await handle.writeFile(JSON.stringify(owner));
    return { handle, owner, made };
  } catch (error) {
    await handle.close().catch(() => {});
    await unlink(path).catch(() => {});
    throw error;
  }
}

/** `undefined` where there is none. Opening it makes network file systems ask their server. */
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

async function openNew(path: string): Promise<{ handle?: FileHandle; made: string | undefined }> {
  let made: string | undefined;
  for (let tries = DIRECTORY_TRIES; ; tries--) {
    try {
      return { handle: await open(path, "wx"), made };
    } catch (error) {
      const code = systemCode(error);
      if (code === "EEXIST") return { made };
      if (code !== "ENOENT" || tries <= 1) throw error;
    }
    made = (await mkdir(dirname(path), { recursive: true })) ?? made;
  }
}
