import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  type PathLike,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { link } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { isEcephysError } from "../../src/errors.ts";
import { fileLock, isHeld } from "../../src/locks/file-lock.ts";
import { makeLock } from "../../src/locks/lock-file.ts";
import { type LockOwner, newOwner } from "../../src/locks/owner.ts";
import { directoryStorage } from "../../src/storage/directory.ts";

const root = mkdtempSync(join(tmpdir(), "ecephys-locks-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
const newPath = () => join(root, `${count++}`, "deep", "file.lock");

/** A lock file of somebody else, as this process is but for some things. */
async function foreignLock(path: string, own: Partial<LockOwner>): Promise<void> {
  const mine = await fileLock(path);
  await mine?.release();
  writeFileSync(path, JSON.stringify({ ...(await newOwner()), ...own }));
}

/** The id of a process that is no more. */
async function deadPid(): Promise<number> {
  const child = spawn("true");
  await once(child, "exit");
  return child.pid ?? 0;
}

describe("a lock", () => {
  it("is held by one process at a time, however many want it", async () => {
    const path = newPath();
    let inside = 0;
    let most = 0;
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 30 }, async (_, at) => {
        const lock = await fileLock(path);
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setTimeout(resolve, 2));
        await lock?.check();
        inside--;
        order.push(at);
        await lock?.release();
      }),
    );
    expect(most).toBe(1);
    expect(order).toHaveLength(30);
    expect(readdirSync(join(path, ".."))).toEqual([]);
  });

  it("is held even where a network file system creates the link twice and reports that it existed", async () => {
    const path = newPath();
    const twice = async (from: PathLike, to: PathLike) => {
      await link(from, to);
      await link(from, to);
    };
    const own = await makeLock(path, () => {}, twice);
    expect(own?.owner.token).toBe(JSON.parse(readFileSync(path, "utf8")).token);
    expect(await makeLock(path, () => {}, twice)).toBeUndefined();
    await own?.handle.close();
  });

  it("says who holds it", async () => {
    const path = newPath();
    await foreignLock(path, {});
    const told: string[] = [];
    const controller = new AbortController();
    const waiting = fileLock(path, { signal: controller.signal, onWait: (owner) => told.push(owner) });
    await expect
      .poll(() => told)
      .toEqual([expect.stringMatching(new RegExp(`^process ${process.pid} on .`))]);
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(existsSync(path)).toBe(true);
    expect(await fileLock(path, { wait: false })).toBeUndefined();
    expect(await isHeld(path)).toBe(true);
  });

  it("is no longer waited for once its work is done", async () => {
    const path = newPath();
    await foreignLock(path, {});
    let isDone = false;
    setTimeout(() => {
      isDone = true;
    }, 60);
    expect(await fileLock(path, { isDone: async () => isDone })).toBeUndefined();
  });
});

describe("the lock of a dead owner", () => {
  it.each<[string, () => Promise<Partial<LockOwner>>]>([
    ["that was killed", async () => ({ pid: await deadPid() })],
    ["whose id another process has now", async () => ({ started: "1" })],
  ])("%s is taken over at once", async (_, own) => {
    const path = newPath();
    await foreignLock(path, await own());
    expect(await isHeld(path)).toBe(false);
    const start = performance.now();
    const lock = await fileLock(path);
    expect(performance.now() - start).toBeLessThan(10_000);
    await lock?.check();
    await lock?.release();
    expect(readdirSync(join(path, ".."))).toEqual([]);
  });

  it("is taken over by exactly one of many, every time", async () => {
    for (let round = 0; round < 10; round++) {
      const path = newPath();
      await foreignLock(path, { pid: await deadPid() });
      let inside = 0;
      let most = 0;
      await Promise.all(
        Array.from({ length: 12 }, async () => {
          const lock = await fileLock(path);
          most = Math.max(most, ++inside);
          await new Promise((resolve) => setTimeout(resolve, 1));
          await lock?.check();
          inside--;
          await lock?.release();
        }),
      );
      expect(most).toBe(1);
    }
  });

  it("is taken over even where the process taking it over died as well", async () => {
    const path = newPath();
    const pid = await deadPid();
    await foreignLock(path, { pid, token: "aaaaaaaaaaaa" });
    await foreignLock(`${path}.aaaaaaaaaaaa`, { pid, token: "bbbbbbbbbbbb" });
    const lock = await fileLock(path);
    await lock?.check();
    await lock?.release();
    expect(readdirSync(join(path, ".."))).toEqual([]);
  });

  it("on another host is taken over after long silence, whatever the clocks say", async () => {
    for (const clock of [0, 1_000_000_000, 4_000_000_000]) {
      const path = newPath();
      await foreignLock(path, { realm: "another host" });
      utimesSync(path, clock, clock);
      const start = performance.now();
      const lock = await fileLock(path, { silence: 300 });
      expect(performance.now() - start).toBeGreaterThan(290);
      await lock?.check();
      await lock?.release();
    }
  });

  it("on another host is left alone while it is alive, even when its clock is set back", async () => {
    const path = newPath();
    await foreignLock(path, { realm: "another host" });
    let clock = 2_000_000_000;
    const alive = setInterval(() => {
      clock -= 3600;
      utimesSync(path, clock, clock);
    }, 100);
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("still held")), 4000);
    await expect(fileLock(path, { silence: 2500, signal: controller.signal })).rejects.toThrow("still held");
    clearInterval(alive);
  });

  it.each(["", "{", '{"pid":1}'])("that was cut short (%j) is taken over after a while", async (text) => {
    const path = newPath();
    await foreignLock(path, {});
    writeFileSync(path, text);
    const lock = await fileLock(path, { silence: 200 });
    await lock?.check();
    await lock?.release();
    expect(readdirSync(join(path, ".."))).toEqual([]);
  });
});

describe("an owner that was believed dead", () => {
  it("learns so before it puts anything in place, and does not remove the new owner's lock", async () => {
    const path = newPath();
    const slow = await fileLock(path);
    await foreignOver(path);
    await expect(slow?.check()).rejects.toSatisfy((error) => isEcephysError(error, "storage"));
    await expect(slow?.check()).rejects.toThrow(/another took over its lock/);
    await slow?.release();
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ token: "cccccccccccc" });
  });
});

async function foreignOver(path: string): Promise<void> {
  writeFileSync(path, JSON.stringify({ ...(await newOwner()), token: "cccccccccccc" }));
}

describe("locks of a directory that does not exist", () => {
  it("leave nothing of it, in whatever order they are acquired and released", async () => {
    for (let round = 0; round < 100; round++) {
      const place = join(root, `none-${round}`);
      const storage = directoryStorage(join(place, "cache"));
      const cycle = async (path: string) => {
        const lock = await storage.lock?.(path);
        await lock?.release();
      };
      await Promise.all(["a", "b", "c", "d", "e/f"].map(cycle));
      expect(existsSync(place)).toBe(false);
    }
  });
});
