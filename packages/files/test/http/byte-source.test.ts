import type { createServer } from "node:http";
import {
  answer,
  expectSame,
  failure,
  sampleBytes,
  serve,
  serveFile,
  type TestServer,
} from "@ecephys/fixtures/testing";
import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { httpByteSource } from "../../src/index.ts";

const bytes = sampleBytes(50_000);
const quick = { tries: 3, baseDelay: 1, maxDelay: 2 };
let server: TestServer;
afterEach(() => server.close());

it("returns the same bytes for any slice as memory does", async () => {
  server = await serve(serveFile(bytes));
  const source = await httpByteSource({ url: server.url });
  expect(source.byteLength).toBe(50_000);
  const offset = fc.integer({ min: -10, max: 50_010 });
  await fc.assert(
    fc.asyncProperty(offset, offset, async (start, end) => {
      const expected = bytes.subarray(Math.max(0, start), Math.max(0, Math.max(start, end)));
      expectSame(await source.slice(start, end), expected);
    }),
    { numRuns: 60 },
  );
});

it("requests exactly the slice, and reuses its connection", async () => {
  server = await serve(serveFile(bytes));
  const source = await httpByteSource({ url: server.url });
  await source.slice(0, 10);
  await source.slice(49_990, 60_000);
  await source.slice(7, 7);
  expect(server.requests).toEqual(["HEAD /", "GET / bytes=0-9", "GET / bytes=49990-49999"]);
});

it("reads a slice again when the transfer breaks", async () => {
  server = await serve(
    serveFile(bytes),
    (_request, response) => {
      response.writeHead(206, { "content-range": "bytes 100-199/50000", "content-length": 100 });
      response.write(bytes.subarray(100, 150));
      setTimeout(() => response.socket?.destroy(), 20);
    },
    serveFile(bytes),
  );
  const source = await httpByteSource({ url: server.url, retry: quick });
  expectSame(await source.slice(100, 200), bytes.subarray(100, 200));
  expect(server.requests).toHaveLength(3);
});

it.each([
  ["its ETag", serveFile(bytes, '"v2"')],
  ["its size", serveFile(bytes.subarray(0, 40_000))],
])("refuses a file that changes while it is read: %s", async (_what, changed) => {
  server = await serve(serveFile(bytes), changed);
  const source = await httpByteSource({ url: server.url });
  const error = await failure(source.slice(0, 10), "response");
  expect(error.reason).toContain("changed");
});

it("refuses a server that ignores ranges", async () => {
  const whole: Parameters<typeof createServer>[1] = (_request, response) => void response.end(bytes);
  server = await serve(serveFile(bytes), whole);
  const source = await httpByteSource({ url: server.url });
  const error = await failure(source.slice(10, 20), "response");
  expect(error.message).toContain("Download the file instead.");
});

it("refuses a server that does not give the size", async () => {
  server = await serve((_request, response) => void response.writeHead(200).end("abc"));
  await failure(httpByteSource({ url: server.url }), "response");
});

it("rejects with the reason of an abort, and where there is no file", async () => {
  server = await serve(serveFile(bytes), answer(404));
  const source = await httpByteSource({ url: server.url });
  const reason = new Error("enough");
  await expect(source.slice(0, 5, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  await failure(httpByteSource({ url: server.url }), "not-found");
});
