import { expect, test } from "vitest";
import { type CacheStorage, memoryStorage } from "../../src/index.ts";
import { storageContract } from "../../src/testing.ts";

/** Titles of the checks that a storage fails. */
async function broken(change: (storage: CacheStorage) => Partial<CacheStorage>): Promise<string[]> {
  const open = async () => {
    const storage = memoryStorage();
    return { ...storage, ...change(storage) };
  };
  const titles: string[] = [];
  for (const { title, run } of storageContract(open))
    await run().catch(() => {
      titles.push(title);
    });
  return titles;
}

test("the contract finds a storage that lists the wrong files, and names the check", async () => {
  expect(await broken(() => ({}))).toEqual([]);
  expect(await broken((storage) => ({ list: () => storage.list() }))).toEqual([
    "lists files at and under a directory",
    "does nothing for a signal that is aborted already",
  ]);
});

test("the contract finds a storage that keeps the start of a stream which fails", async () => {
  const titles = await broken((storage) => ({
    async write(path, content, options) {
      if (content instanceof ReadableStream) await storage.write(path, new Uint8Array(1));
      return storage.write(path, content, options);
    },
  }));
  expect(titles).toContain("leaves nothing of a stream that fails half-way, and keeps the old file");
});
