import { join } from "node:path";
import type { opfsStorage as OpfsStorage } from "@ecephys/files/opfs";
import type { storageContract as StorageContract } from "@ecephys/files/testing";
import { warehouseTables } from "@ecephys/fixtures";
import { type ModulePage, openModulePage } from "@ecephys/fixtures/browser";
import { afterAll, beforeAll, expect, test } from "vitest";
import type * as core from "../../src/index.ts";

declare const createProjectCache: typeof core.createProjectCache;
declare const tableFromRecords: typeof core.tableFromRecords;
declare const PROBES: typeof core.PROBES;
declare const opfsStorage: typeof OpfsStorage;
declare const storageContract: typeof StorageContract;

let opened: ModulePage;

beforeAll(async () => {
  opened = await openModulePage(join(import.meta.dirname, "opfs-page.ts"));
});
afterAll(() => opened?.close());

test("keeps files over a reload, reads parts of them and lists them", async () => {
  const { page } = opened;
  await page.evaluate(async () => {
    const storage = opfsStorage("kept");
    await storage.write("a/b.bin", new Uint8Array([1, 2, 3, 4, 5]));
    await storage.write("c.bin", new Blob(["stream"]).stream());
  });
  await page.reload();
  const seen = await page.evaluate(async () => {
    const storage = opfsStorage("kept");
    const source = await storage.source("a/b.bin");
    const part = [...(await source!.slice(1, 3))];
    const before = await storage.list();
    await storage.remove("a/b.bin");
    return {
      before,
      byteLength: (await storage.stat("c.bin"))?.byteLength,
      part,
      text: await (await storage.blob!("c.bin"))!.text(),
      after: await storage.list(),
      missing: [await storage.stat("none"), await storage.read("a/b.bin"), await storage.source("none")],
    };
  });
  expect(seen).toEqual({
    before: ["a/b.bin", "c.bin"],
    byteLength: 6,
    part: [2, 3],
    text: "stream",
    after: ["c.bin"],
    missing: [undefined, undefined, undefined],
  });
});

test("a write that fails half-way leaves only the old file", async () => {
  const seen = await opened.page.evaluate(async () => {
    const storage = opfsStorage("whole");
    await storage.write("file", new TextEncoder().encode("old"));
    async function* half() {
      yield new Uint8Array(1000);
      throw new Error("the connection is gone");
    }
    const failure = await storage.write("file", half()).catch((error: Error) => error.message);
    await storage.write("new/file", half()).catch(() => undefined);
    return {
      failure,
      files: await storage.list(),
      text: new TextDecoder().decode(await storage.read("file")),
    };
  });
  expect(seen.failure).toContain("the connection is gone");
  expect(seen).toMatchObject({ files: ["file"], text: "old" });
});

test("a path that leaves the storage is refused", async () => {
  const codes = await opened.page.evaluate(() =>
    Promise.all(
      ["../other", "/absolute", "a/../../b", ""].map((path) =>
        opfsStorage("inside")
          .write(path, new Uint8Array(1))
          .then(
            () => "written",
            (error: { code: string }) => error.code,
          ),
      ),
    ),
  );
  expect(codes).toEqual(["storage", "storage", "storage", "storage"]);
});

test("a project cache in it fetches a table once, also over a reload", async () => {
  const { page } = opened;
  const probes = warehouseTables("mini").EcephysProbe!;
  const ask = (records: typeof probes) =>
    page.evaluate(async (rows) => {
      let fetches = 0;
      const api = {
        name: "page",
        getProbes: async () => {
          fetches++;
          return tableFromRecords(PROBES, rows);
        },
      } as unknown as core.EcephysProjectApi;
      const cache = await createProjectCache({ api, storage: opfsStorage("project") });
      const table = await cache.getRawProbes();
      return { fetches, rows: table.numRows(), first: table.get("id", 0) };
    }, records);
  expect(await ask(probes)).toEqual({ fetches: 1, rows: 20, first: 729445640 });
  await page.reload();
  expect(await ask(probes)).toEqual({ fetches: 0, rows: 20, first: 729445640 });
});

test("keeps the contract of a storage", async () => {
  const broken = await opened.page.evaluate(async () => {
    let opens = 0;
    const failures: string[] = [];
    for (const { title, run } of storageContract(async () => opfsStorage(`contract-${opens++}`)))
      await run().catch((error: unknown) => failures.push(`${title}: ${error}`));
    return failures;
  });
  expect(broken).toEqual([]);
});
