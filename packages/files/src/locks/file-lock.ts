import { unlink } from "node:fs/promises";
import { EcephysError } from "../errors.ts";
import type { LockOptions, StorageLock } from "../lock.ts";
import { sleep } from "../tasks/sleep.ts";
import { giveSign, makeLock, type OnMade, type OwnLock, type SeenLock, seeLock } from "./lock-file.ts";
import { lifeOf, ownerText } from "./owner.ts";
import { HEARTBEAT, SILENCE, StaleWatch } from "./stale-watch.ts";

export interface FileLockOptions extends LockOptions {
  readonly onMade?: OnMade | undefined;
  /** Called when the lock file is removed. */
  readonly onRemoved?: (() => Promise<void>) | undefined;
}

const SHORTEST_WAIT = 20;
const LONGEST_WAIT = 500;

/**
 * Takes the lock that a file stands for: who makes it, has it. Works between processes, and between hosts on a
 * file system that knows exclusive creation. A lock whose owner is dead is taken over, by one process alone.
 * @returns `undefined` if another process holds it and it is not waited for, or where `isDone`.
 */
export async function fileLock(
  path: string,
  options: FileLockOptions = {},
): Promise<StorageLock | undefined> {
  const { isDone, onWait, signal, wait = true } = options;
  const watch = new StaleWatch(options.silence);
  let isTold = false;
  for (let pause = SHORTEST_WAIT; ; pause = Math.min(pause * 1.5, LONGEST_WAIT)) {
    signal?.throwIfAborted();
    const seen = await seeLock(path);
    if (seen === undefined) {
      const own = await makeLock(path, options.onMade ?? (() => {}));
      if (own !== undefined) return held(path, own, options);
      continue;
    }
    if (await isDone?.()) return undefined;
    if (await watch.isStale(seen)) {
      if (await takeAway(path, seen, options)) continue;
    }
    if (!wait) return undefined;
    if (!isTold) onWait?.(ownerText(seen.owner));
    isTold = true;
    await sleep(pause * (0.5 + Math.random() / 2), signal);
  }
}

/** Whether the lock's owner may be alive: for an owner on another host, judged by the age of its last sign of life. */
export async function isHeld(path: string): Promise<boolean> {
  const seen = await seeLock(path);
  if (seen === undefined) return false;
  const life = await lifeOf(seen.owner);
  return life === "alive" || (life === "unknown" && Math.abs(Date.now() - seen.modified) < SILENCE);
}

/**
 * Removes the lock of a dead owner. The remover holds a separate lock, named after the dead lock's token, so
 * that a slower process that found the same dead lock cannot remove its successor.
 */
async function takeAway(
  path: string,
  dead: SeenLock,
  { silence, signal }: FileLockOptions,
): Promise<boolean> {
  const token = dead.owner?.token ?? "0".repeat(12);
  const right = await fileLock(`${path}.${token}`, { wait: false, silence, signal });
  if (right === undefined) return false;
  try {
    const now = await seeLock(path);
    if (now?.sign === dead.sign) await unlink(path);
    return true;
  } finally {
    await right.release();
  }
}

function held(path: string, own: OwnLock, { onRemoved }: FileLockOptions): StorageLock {
  const beat = setInterval(() => void giveSign(own).catch(() => {}), HEARTBEAT);
  // A process that has nothing else to do may end; its lock is taken over then.
  beat.unref?.();
  const isOwn = async () => (await seeLock(path))?.owner?.token === own.owner.token;
  return {
    check: async () => {
      if (await isOwn()) return;
      throw new EcephysError("storage", {
        action: "Writing to the cache",
        resource: path,
        reason: "this process stopped responding, so another took over its lock",
        remedy: "Retry: what the other process downloads is then read",
        retryable: true,
      });
    },
    release: async () => {
      clearInterval(beat);
      try {
        if (await isOwn()) await unlink(path);
        await onRemoved?.();
      } catch {
        // It may be gone, or the place not be writable any more: others find it without an owner.
      }
      await own.handle.close().catch(() => {});
    },
  };
}
