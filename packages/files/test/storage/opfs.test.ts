import { expect, it } from "vitest";
import { isEcephysError } from "../../src/errors.ts";
import { opfsStorage } from "../../src/opfs.ts";

it("says where a site's private file system is available, where there is none", async () => {
  const storage = opfsStorage();
  const calls = [storage.stat("a"), storage.write("a", new Uint8Array(1)), storage.list()];
  for (const call of calls) {
    await expect(call).rejects.toSatisfy((error) => isEcephysError(error, "storage"));
    await expect(call).rejects.toThrow(/https or from localhost.*keep everything in memory/);
  }
});
