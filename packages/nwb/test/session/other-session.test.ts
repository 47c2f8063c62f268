import { createProjectCache, type EcephysProjectApi, memoryStorage } from "@ecephys/core";
import { refusingApi } from "@ecephys/core/internal";
import { failure } from "@ecephys/fixtures/testing";
import { expect, it } from "vitest";
import { nwbReaders } from "../../src/node.ts";
import { bytesOf } from "../files.ts";

/** A backend whose file of every session is that of session 123. */
function mistaken(): EcephysProjectApi & { fetches: number } {
  const bytes = bytesOf("small.nwb");
  const api = {
    ...refusingApi("lab", (resource) => new Error(resource)),
    fetches: 0,
    getSessionData: async () => ({
      url: "lab:small.nwb",
      info: async () => ({ byteLength: bytes.length }),
      open: async () => {
        api.fetches += 1;
        return { start: 0, byteLength: bytes.length, stream: new Blob([bytes.slice()]).stream() };
      },
    }),
  };
  return api;
}

it("a session's file that is another session's is refused, and does not stay in the cache", async () => {
  const api = mistaken();
  const storage = memoryStorage();
  const warnings: string[] = [];
  const onWarning = (message: string) => warnings.push(message);
  const cache = await createProjectCache({ api, storage, readers: nwbReaders(), onWarning });
  const error = await failure(cache.getSessionData(124), "format");
  expect(error.reason).toBe("its identifier says that it is the file of session 123, not of session 124");
  expect([api.fetches, warnings.length]).toEqual([2, 1]);
  expect((await storage.list()).filter((path) => path.endsWith(".nwb"))).toEqual([]);
  const session = await cache.getSessionData(123);
  expect(await session.ecephysSessionId()).toBe(123);
  await session.close();
});
