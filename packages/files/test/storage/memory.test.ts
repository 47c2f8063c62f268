import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../src/storage/memory.ts";
import { storageContract } from "../../src/testing.ts";

describe("memory storage", () => {
  for (const { title, run } of storageContract(async () => memoryStorage())) it(title, run);

  it("distinguishes two writes within one tick of the clock", async () => {
    const storage = memoryStorage();
    const seen = new Set<number | undefined>();
    for (let n = 0; n < 20; n++) {
      await storage.write("file", new Uint8Array([n]));
      seen.add((await storage.stat("file"))?.modified);
    }
    expect(seen.size).toBe(20);
  });
});
