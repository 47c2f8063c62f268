import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DataFile, httpFile, type StreamedFile } from "@ecephys/files";
import { fixtureFile } from "@ecephys/fixtures";
import { failure, serve, serveFile, type TestServer, temporaryDirectory } from "@ecephys/fixtures/testing";
import { afterEach, expect, it } from "vitest";
import { openProjectCache } from "../../src/node.ts";
import { labBackend } from "./backend.ts";

const SESSION = 715093703;
const HDF5 = new Uint8Array(fixtureFile("mini", `session_${SESSION}.nwb`));
let server: TestServer | undefined;
afterEach(() => server?.close());

/** A cache whose sessions are bytes on a server. */
async function streamedCache(bytes: Uint8Array, offline = false) {
  server = await serve(serveFile(bytes));
  const { url } = server;
  const root = mkdtempSync(join(temporaryDirectory(), "cache-"));
  const api = { ...labBackend(), getSessionData: async () => httpFile({ url }) };
  const cache = await openProjectCache({ api, manifest: join(root, "m.json"), offline });
  return { cache, path: join(root, `session_${SESSION}/session_${SESSION}.nwb`) };
}

it("reads a session from the backend in parts, and keeps nothing", async () => {
  const bytes = new Uint8Array(6 * 2 ** 20).fill(7);
  const { cache, path } = await streamedCache(bytes);
  const file: DataFile = await cache.getSessionData(SESSION, { stream: true });
  expect(file).toMatchObject({ byteLength: bytes.length, validator: '"v1"' });
  expect(file.localPath).toBeUndefined();
  const source = (await file.stream?.()) as StreamedFile;
  expect(await source.slice(5_500_000, 5_500_003)).toEqual(Uint8Array.of(7, 7, 7));
  expect(source.transferred.requests).toBe(2);
  source.close();
  expect(existsSync(path)).toBe(false);
});

it("takes the file of the cache where there is one", async () => {
  const { cache, path } = await streamedCache(HDF5);
  await cache.getSessionData(SESSION);
  await server?.close();
  const file = await cache.getSessionData(SESSION, { stream: true });
  expect([file.localPath, file.stream]).toEqual([path, undefined]);
  expect(readFileSync(path)).toHaveLength(HDF5.length);
});

it("streams nothing while offline, and refuses an option that is no boolean", async () => {
  const { cache } = await streamedCache(Uint8Array.of(1), true);
  await failure(cache.getSessionData(SESSION, { stream: true }), "missing-data");
  await failure(cache.getSessionData(SESSION, { stream: "yes" as never }), "argument");
});

it("keeps what was read where that is wanted, and makes it a file of the cache when all of it was", async () => {
  const bytes = new Uint8Array(6 * 2 ** 20);
  bytes.set(HDF5);
  const { cache, path } = await streamedCache(bytes);
  const read = async (start: number, end: number) => {
    const file: DataFile = await cache.getSessionData(SESSION, { stream: true, keep: true });
    const source = (await file.stream?.()) as StreamedFile;
    await source.slice(start, end);
    await source.close();
    return source.transferred.bytes;
  };
  expect(await read(0, 5_000_000)).toBeGreaterThanOrEqual(5_000_000);
  expect(await read(0, 5_000_000)).toBe(0);
  expect(existsSync(path)).toBe(false);
  expect(await read(0, bytes.length)).toBeLessThan(1_300_000);
  const requests = server?.requests.length;
  const file: DataFile = await cache.getSessionData(SESSION, { stream: true, keep: true });
  expect([file.localPath, file.stream]).toEqual([path, undefined]);
  expect(server?.requests).toHaveLength(requests!);
  expect(await cache.verify()).toMatchObject({ intact: { files: 1 }, leftovers: [], unrecorded: [] });
});

it("refuses to keep parts without streaming", async () => {
  const { cache } = await streamedCache(HDF5);
  const error = await failure(cache.getSessionData(SESSION, { keep: true }), "argument");
  expect(error.message).toContain("{ stream: true }");
});
