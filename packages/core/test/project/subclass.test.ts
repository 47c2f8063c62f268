import { readFileSync } from "node:fs";
import { join } from "node:path";
import { newDirectory } from "@ecephys/fixtures/testing";
import { expect, it } from "vitest";
import {
  type EcephysProjectApi,
  EcephysProjectCache,
  type ManifestBuilder,
  oneFileCallCaching,
  projectCacheOptions,
} from "../../src/index.ts";
import { directoryStorage } from "../../src/node.ts";
import { labBackend } from "./backend.ts";

/** A lab's own cache, with notes beside the project's files. */
class NotesCache extends EcephysProjectCache {
  static async open(api: EcephysProjectApi, root: string): Promise<NotesCache> {
    const addManifestPaths = (builder: ManifestBuilder) =>
      builder.addPath({ key: "notes", type: "file", spec: "notes_%d.txt", parentKey: "session_data" });
    const storage = directoryStorage(root);
    return new NotesCache(await projectCacheOptions({ api, storage, addManifestPaths }));
  }

  fetches = 0;

  getNotes(sessionId: number): Promise<string> {
    const path = this.getCachePath("notes", sessionId, sessionId);
    return oneFileCallCaching({
      storage: this.storage,
      path,
      resource: `the notes of session ${sessionId}`,
      read: async () => new TextDecoder().decode(await this.storage.read(path)),
      fetch: async () => {
        this.fetches++;
        return new TextEncoder().encode("all went well");
      },
    });
  }
}

it("a subclass keeps its own files in the cache, by the same rules", async () => {
  const root = newDirectory();
  const cache = await NotesCache.open(labBackend(), root);
  expect(await Promise.all([cache.getNotes(7), cache.getNotes(7)])).toEqual([
    "all went well",
    "all went well",
  ]);
  expect(cache.fetches).toBe(1);
  expect(readFileSync(join(root, "session_7/notes_7.txt"), "utf8")).toBe("all went well");
  expect(readFileSync(join(root, "ecephys_project_manifest.json"), "utf8")).toContain('"notes_%d.txt"');
  expect((await cache.getUnits()).numRows()).toBe(367);
});
