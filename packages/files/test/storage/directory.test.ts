import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  onSmallDisk,
  withFewHandles,
  withoutRightsTo,
  withoutSightOf,
  withSmallFiles,
} from "@ecephys/fixtures/testing";
import { afterAll, describe, expect, it } from "vitest";
import { isEcephysError } from "../../src/errors.ts";
import { directoryStorage } from "../../src/storage/directory.ts";
import { systemCode } from "../../src/system/errors.ts";
import { makeDirectory } from "../../src/system/make-directory.ts";
import { pieces } from "../../src/testing/pieces.ts";
import { storageContract } from "../../src/testing.ts";

const made: string[] = [];
const bytes = (text: string) => new TextEncoder().encode(text);

async function directory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "ecephys-storage-"));
  made.push(path);
  return path;
}

afterAll(async () => {
  for (const path of made) await rm(path, { recursive: true, force: true });
});

describe("directory storage", () => {
  const open = async () => directoryStorage(join(await directory(), "cache"));
  for (const { title, run } of storageContract(open)) it(title, run);

  it("creates its directory on the first write, and removes it if that write fails", async () => {
    const parent = await directory();
    const storage = directoryStorage(join(parent, "deep", "cache"));
    await storage.stat("file");
    await storage.list();
    expect(await readdir(parent)).toEqual([]);
    await expect(storage.write("a/b", pieces(["x"], new Error("lost")))).rejects.toThrow("lost");
    expect(await readdir(parent)).toEqual([]);
    await storage.write("a/b", bytes("1"));
    expect(await readFile(join(parent, "deep/cache/a/b"), "utf8")).toBe("1");
  });

  it("keeps a directory that was there before a write that fails", async () => {
    const root = await directory();
    await mkdir(join(root, "a"));
    await expect(directoryStorage(root).write("a/b/c", pieces([], new Error("lost")))).rejects.toThrow(
      "lost",
    );
    expect(await readdir(root, { recursive: true })).toEqual(["a"]);
  });

  it("creates its directories while others create and remove them", async () => {
    const path = join(await directory(), "a", "b");
    let isOver = false;
    const others = Array.from({ length: 3 }, async () => {
      while (!isOver) {
        await rmdir(path).catch(() => {});
        await mkdir(path).catch(() => {});
      }
    });
    const made: string[] = [];
    try {
      for (let round = 0; round < 2000; round++) await makeDirectory(path, made, 10_000);
    } finally {
      isOver = true;
      await Promise.all(others);
    }
    expect(made).toContain(path);
  });

  it("lists files while others create and remove directories", async () => {
    const root = await directory();
    const storage = directoryStorage(root);
    const paths = Array.from({ length: 20 }, (_, at) => `session_${at}/file`);
    for (const path of paths) await storage.write(path, bytes("1"));
    let isOver = false;
    const others = Array.from({ length: 3 }, async (_, at) => {
      const path = join(root, ".ecephys", `deep_${at}`, "deeper");
      while (!isOver) {
        await mkdir(path, { recursive: true });
        await rm(join(root, ".ecephys", `deep_${at}`), { recursive: true, force: true });
      }
    });
    try {
      for (let round = 0; round < 100; round++) {
        expect(await storage.list()).toEqual([...paths].sort());
      }
    } finally {
      isOver = true;
      await Promise.all(others);
    }
  });

  it("lists an unreadable directory as itself, unless it is the one being listed", async () => {
    const root = await directory();
    const storage = directoryStorage(root);
    await storage.write("a/1", bytes("1"));
    await storage.write("lost+found/2", bytes("2"));
    await chmod(root, 0o755);
    await withoutSightOf(join(root, "lost+found"), async () => {
      expect(await storage.list()).toEqual(["a/1", "lost+found"]);
      await expect(storage.list("lost+found")).rejects.toThrow(/access is denied/);
    });
  });

  it("removes directories that a removal leaves empty, but never the root", async () => {
    const root = await directory();
    const storage = directoryStorage(root);
    await storage.write("a/b/c", bytes("1"));
    await storage.remove("a/b/c");
    expect(await readdir(root)).toEqual([]);
  });

  it("gives the absolute path of a file", async () => {
    const root = await directory();
    expect(directoryStorage(root).localPath?.("a/b")).toBe(join(root, "a/b"));
    expect(() => directoryStorage(root).localPath?.("../b")).toThrow(/not a path inside the cache/);
  });

  it("reads and writes what the user's symbolic links lead to, of files and of directories", async () => {
    const disk = await directory();
    await writeFile(join(disk, "data"), "data");
    const root = await directory();
    await symlink(join(disk, "data"), join(root, "file"));
    await symlink("file", join(root, "twice"));
    await symlink(disk, join(root, "dir"));
    await symlink(join(disk, "later"), join(root, "to-come"));
    const storage = directoryStorage(root);
    for (const path of ["file", "twice", "dir/data"]) {
      expect(await storage.read(path)).toEqual(bytes("data"));
      expect(await storage.stat(path)).toMatchObject({ byteLength: 4 });
      expect(await (await storage.source(path))?.slice(1, 3)).toEqual(bytes("at"));
    }
    expect(await storage.stat("to-come")).toBeUndefined();
    await storage.write("twice", bytes("more"));
    await storage.write("dir/new/file", bytes("new"));
    await storage.write("to-come", bytes("came"));
    const partial = await storage.openPartial?.(".ecephys/file.part", { target: "file" });
    await partial?.write(bytes("whole"), 0);
    await partial?.moveTo("file");
    for (const [path, text] of [
      ["data", "whole"],
      ["new/file", "new"],
      ["later", "came"],
    ] as const)
      expect(await readFile(join(disk, path), "utf8")).toBe(text);
    for (const link of ["file", "twice", "dir", "to-come"])
      expect((await lstat(join(root, link))).isSymbolicLink()).toBe(true);
    expect((await readdir(disk)).sort()).toEqual(["data", "later", "new"]);
  });

  it("removes a link, or what it leads to where that is asked for", async () => {
    const disk = await directory();
    await writeFile(join(disk, "data"), "data");
    const root = await directory();
    await symlink(join(disk, "data"), join(root, "file"));
    const storage = directoryStorage(root);
    await storage.remove("file", { throughLinks: true });
    expect([await readdir(disk), await readdir(root)]).toEqual([[], ["file"]]);
    await storage.remove("file");
    expect(await readdir(root)).toEqual([]);
  });

  it("says of links that cannot be written through what they lead to, before anything is written", async () => {
    const root = await directory();
    const store = await directory();
    const object = join(store, ".git/annex/objects/k/KEY");
    await mkdir(dirname(object), { recursive: true });
    await writeFile(object, "content");
    await symlink("/nowhere/at/all", join(root, "file"));
    await symlink("/nowhere/disk", join(root, "dir"));
    await symlink(object, join(root, "annexed"));
    await symlink("self", join(root, "self"));
    const storage = directoryStorage(root);
    expect(await storage.read("annexed")).toEqual(bytes("content"));
    for (const [target, reason] of [
      ["file", /a link to \/nowhere\/at\/all, whose directory does not exist.*mount/],
      ["dir/file", /dir is a link to a directory that does not exist/],
      ["annexed", /a link into a git-annex store.*`datalad get FILE`.*unlock/],
      ["self", /symbolic links form a loop/],
    ] as const) {
      await expect(storage.write(target, bytes("mine"))).rejects.toThrow(reason);
      await expect(storage.openPartial?.(".ecephys/p", { target })).rejects.toThrow(reason);
    }
    expect(await readFile(object, "utf8")).toBe("content");
    expect((await readdir(root)).sort()).toEqual(["annexed", "dir", "file", "self"]);
  });

  it("follows symbolic links inside of it, and a root that is one itself", async () => {
    const real = await directory();
    await writeFile(join(real, "file"), "1");
    await symlink("file", join(real, "link"));
    const parent = await directory();
    await symlink(real, join(parent, "cache"));
    const storage = directoryStorage(join(parent, "cache"));
    expect(await storage.read("link")).toEqual(bytes("1"));
    await storage.write("new", bytes("2"));
    expect(await readFile(join(real, "new"), "utf8")).toBe("2");
  });

  it("notices that a file was replaced while it is read in parts", async () => {
    const root = await directory();
    const storage = directoryStorage(root);
    await storage.write("file", bytes("0123456789"));
    const source = await storage.source("file");
    await writeFile(join(root, "other"), "shorter");
    await rename(join(root, "other"), join(root, "file"));
    await expect(source?.slice(0, 5)).rejects.toThrow(/changed meanwhile/);
  });

  it("says that a read-only directory denies access, and leaves it as it is", async () => {
    const root = await directory();
    await writeFile(join(root, "file"), "old");
    const storage = directoryStorage(root);
    await withoutRightsTo(root, async () => {
      await expect(storage.write("file", bytes("new"))).rejects.toThrow(/access is denied.*permissions/);
      await expect(storage.write("a/b", bytes("new"))).rejects.toThrow(/access is denied/);
      await expect(storage.remove("file")).rejects.toThrow(/access is denied/);
      expect(await storage.read("file")).toEqual(bytes("old"));
    });
    expect(await storage.list()).toEqual(["file"]);
  });

  it("says that a file may not be read, as distinct from not existing", async () => {
    const root = await directory();
    await writeFile(join(root, "file"), "secret", { mode: 0 });
    const storage = directoryStorage(root);
    await withoutRightsTo(root, async () => {
      await expect(storage.read("file")).rejects.toThrow(/access is denied/);
      expect((await storage.stat("file"))?.byteLength).toBe(6);
    });
  });

  it("leaves nothing behind on a full disk", async () => {
    await onSmallDisk(await directory(), async (root) => {
      const storage = directoryStorage(root);
      await storage.write("file", bytes("old"));
      const writing = storage.write("file", new Uint8Array(1_000_000));
      await expect(writing).rejects.toThrow(
        /Writing a file failed for .*file: the (disk is full|file is larger)/,
      );
      await expect(storage.write("a/b", pieces(["x".repeat(500_000)], "close"))).rejects.toSatisfy((error) =>
        isEcephysError(error, "storage"),
      );
      expect(await storage.list()).toEqual(["file"]);
      expect(await readdir(root)).toEqual(["file"]);
      expect(await storage.read("file")).toEqual(bytes("old"));
    });
  });

  it("puts a partial file in place on another disk", async () => {
    const root = await directory();
    const storage = directoryStorage(root);
    await mkdir(join(root, "session_1"));
    await onSmallDisk(join(root, "session_1"), async () => {
      const partial = await storage.openPartial!(".ecephys/file.part", { target: "session_1/file" });
      await partial.write(bytes("all of it"), 0);
      await partial.moveTo("session_1/file");
      expect(await storage.read("session_1/file")).toEqual(bytes("all of it"));
      expect(await storage.list()).toEqual(["session_1/file"]);
    });
  });

  it("leaves nothing of a file that is larger than this process may write", async () => {
    const root = await directory();
    const storage = directoryStorage(root);
    await withSmallFiles(async () => {
      const writing = storage.write("a/b", new Uint8Array(100_000));
      await expect(writing).rejects.toThrow(/larger than is allowed here.*ulimit -f/);
      await storage.write("small", bytes("1"));
    });
    expect(await readdir(root)).toEqual(["small"]);
  });

  it("says that there are too many open files, and that trying again may help", async () => {
    const root = await directory();
    const storage = directoryStorage(root);
    await storage.write("file", bytes("old"));
    const error: unknown = await withFewHandles(async () => storage.read("file").catch((reason) => reason));
    expect(systemCode(error)).toBe("EMFILE");
    expect(error).toMatchObject({ code: "storage", retryable: true });
    expect(await storage.read("file")).toEqual(bytes("old"));
  });
});
