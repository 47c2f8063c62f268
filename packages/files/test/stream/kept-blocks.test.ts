import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import {
  expectSame,
  failure,
  type Handler,
  serve,
  serveFile,
  type TestServer,
  temporaryDirectory,
} from "@ecephys/fixtures/testing";
import { afterEach, expect, it } from "vitest";
import { downloadFile, httpFile, type StreamedFile, streamFile } from "../../src/index.ts";
import { directoryStorage } from "../../src/node.ts";
import { memoryStorage } from "../../src/storage/memory.ts";
import type { CacheStorage } from "../../src/storage.ts";
import { BYTES, MIB, QUICK, variedBytes } from "./support.ts";

const PATH = "session_1/session.nwb";
const FAR: readonly [number, number] = [5 * MIB + 100, 5 * MIB + 300];

let server: TestServer;
let handler: Handler;
const warnings: string[] = [];
const opened: StreamedFile[] = [];
afterEach(async () => {
  for (const file of opened.splice(0)) await file.close();
  await server?.close();
  warnings.length = 0;
});

async function storageOn(bytes: Uint8Array = BYTES): Promise<CacheStorage> {
  handler = serveFile(bytes);
  server = await serve((request, response) => handler(request, response));
  return directoryStorage(await mkdtemp(join(temporaryDirectory(), "kept-")));
}

const remote = () => httpFile({ url: server.url, retry: QUICK });

async function open(storage: CacheStorage): Promise<StreamedFile> {
  const keep = { storage, path: PATH, warn: (message: string) => void warnings.push(message) };
  const file = await streamFile(remote(), { keep });
  opened.push(file);
  return file;
}

/** Looks at the beginning and at a part far behind it, and closes. */
async function look(storage: CacheStorage) {
  const file = await open(storage);
  for (const [start, end] of [[10, 5 * MIB] as const, FAR])
    expectSame(await file.slice(start, end), BYTES.subarray(start, end));
  await file.close();
  return file.transferred;
}

const partOf = (storage: CacheStorage) => storage.localPath!(`.ecephys/${PATH}.part`);

it("transfers nothing at a second look, but asks once whether the file is the same", async () => {
  const storage = await storageOn();
  expect((await look(storage)).bytes).toBeGreaterThan(4 * MIB);
  const before = server.requests.length;
  expect(await look(storage)).toEqual({ requests: 1, bytes: 0 });
  expect(server.requests.slice(before)).toEqual(["HEAD /"]);
  expect(warnings).toEqual([]);
});

it("transfers what lacks, and no more", async () => {
  const storage = await storageOn();
  await look(storage);
  const file = await open(storage);
  expectSame(await file.slice(4 * MIB - 10, 6 * MIB), BYTES.subarray(4 * MIB - 10, 6 * MIB));
  expect(file.transferred.bytes).toBe(MIB - 16_384);
});

it("leaves what a download goes on from, and a file that was seen whole needs none", async () => {
  const storage = await storageOn();
  await look(storage);
  const kept = 5 * MIB + 16_384;
  const options = { storage, path: PATH, remote: remote(), resource: "a session" };
  expect((await downloadFile(options)).transferred).toBe(BYTES.length - kept);
  expectSame(readFileSync(storage.localPath!(PATH)), BYTES);

  await storage.remove(PATH);
  const file = await open(storage);
  await file.slice(0, BYTES.length);
  await file.close();
  expect((await downloadFile(options)).transferred).toBe(0);
  expectSame(readFileSync(storage.localPath!(PATH)), BYTES);
});

it("discards parts of another version, and says so", async () => {
  const storage = await storageOn();
  await look(storage);
  const other = variedBytes(BYTES.length).map((byte) => byte ^ 1);
  handler = serveFile(other, '"v2"');
  const file = await open(storage);
  expectSame(await file.slice(...FAR), other.subarray(...FAR));
  await file.close();
  expect(warnings).toEqual([
    expect.stringContaining("has changed on the server: the parts of it that were kept in"),
  ]);
  const again = await open(storage);
  expectSame(await again.slice(...FAR), other.subarray(...FAR));
  expect(again.transferred).toEqual({ requests: 1, bytes: 0 });
});

it.each<[string, (part: string) => void]>([
  ["is cut", (part) => truncateSync(part, 1000)],
  ["has no record that can be read", (part) => writeFileSync(`${part}.json`, '{"version":1,"url":')],
])("believes nothing of a file whose end did not reach the disk: it %s", async (_, damage) => {
  const storage = await storageOn();
  await look(storage);
  damage(partOf(storage));
  expect((await look(storage)).bytes).toBeGreaterThan(0);
  expect(await look(storage)).toEqual({ requests: 1, bytes: 0 });
});

it("does no harm to another process, or reader, of the same file", async () => {
  const storage = await storageOn();
  const [one, other] = [await open(storage), await open(storage)];
  const parts = Array.from({ length: 12 }, (_, i) => i * MIB * 0.5);
  for (const [i, start] of parts.entries())
    expectSame(
      await (i % 2 ? one : other).slice(start, start + 50_000),
      BYTES.subarray(start, start + 50_000),
    );
  await Promise.all([one.close(), other.close()]);
  const third = await open(storage);
  expectSame(await third.slice(0, BYTES.length), BYTES);
  // While a download holds the file nothing is written to it, and reading goes on.
  const lock = await storage.lock?.(PATH);
  const fourth = await open(storage);
  expectSame(await fourth.slice(...FAR), BYTES.subarray(...FAR));
  await fourth.close();
  await lock?.release();
  expect(warnings).toEqual([]);
});

it("does not read on from parts that another process replaces by those of another version", async () => {
  const storage = await storageOn();
  await look(storage);
  const file = await open(storage);
  writeFileSync(partOf(storage), new Uint8Array(BYTES.length));
  writeFileSync(`${partOf(storage)}.json`, "{}");
  expectSame(await file.slice(...FAR), BYTES.subarray(...FAR));
  expect(file.transferred.bytes).toBeGreaterThan(0);
});

it("reads on without keeping where the disk is full, and says so once", async () => {
  const storage = await storageOn();
  const full = {
    ...storage,
    openPartial: async (...args: Parameters<NonNullable<CacheStorage["openPartial"]>>) => {
      const file = await storage.openPartial!(...args);
      const write = async () => {
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
      };
      return { ...file, write };
    },
  };
  await look(full);
  expect(warnings).toEqual([expect.stringMatching(/are not kept in .* any more: .*no space left on device/)]);
  // Nothing was claimed to be there.
  expect((await look(storage)).bytes).toBeGreaterThan(4 * MIB);
});

it("does not keep parts of a file whose version the server does not name", async () => {
  const storage = await storageOn();
  const named = serveFile(BYTES);
  handler = (request, response) => {
    const setHeader = response.setHeader.bind(response);
    response.setHeader = (name, value) => (name === "etag" ? response : setHeader(name, value));
    named(request, response);
  };
  const file = await open(storage);
  expectSame(await file.slice(...FAR), BYTES.subarray(...FAR));
  await file.close();
  expect(await storage.list()).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining("does not name the file's version")]);
});

it("refuses a storage that cannot keep parts, and misspelt options", async () => {
  await storageOn();
  const file = remote();
  await failure(streamFile(file, { keep: { storage: memoryStorage(), path: PATH } }), "argument");
  const error = await failure(
    streamFile(file, { keep: { storage: memoryStorage(), paht: PATH } as never }),
    "argument",
  );
  expect(error.message).toContain("path");
});
