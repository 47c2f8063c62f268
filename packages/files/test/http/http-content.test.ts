import {
  answer,
  failure,
  sampleBytes,
  serve,
  serveFile,
  timersOfRunningTime,
} from "@ecephys/fixtures/testing";
import { afterEach, describe, expect, it } from "vitest";
import { httpContent, isEcephysError } from "../../src/index.ts";
import { nodeFetch } from "../../src/node.ts";

const CONTENT = sampleBytes(300_000);
const MODIFIED = "Thu, 03 Oct 2019 00:00:00 GMT";
const retry = { tries: 2, baseDelay: 1 };

timersOfRunningTime();

let server: Awaited<ReturnType<typeof serve>> | undefined;
afterEach(() => server?.close());
const start = async (...handlers: Parameters<typeof serve>) => {
  server = await serve(...handlers);
  return { url: `${server.url}/units.csv`, requests: server.requests };
};

describe.each([
  ["the platform's fetch", undefined],
  ["nodeFetch", nodeFetch],
])("httpContent with %s", (_, fetch) => {
  it("gives the bytes and the validator by one request, piece by piece", async () => {
    const { url, requests } = await start(serveFile(CONTENT, '"v1"'));
    let seen = 0;
    const onChunk = (chunk: Uint8Array, from: number) => {
      expect(from).toBe(seen);
      seen += chunk.byteLength;
    };
    const content = await httpContent({ url, fetch, onChunk });
    expect(content?.validator).toBe('"v1"');
    expect(Buffer.compare(content?.bytes ?? new Uint8Array(), CONTENT)).toBe(0);
    expect(seen).toBe(CONTENT.byteLength);
    expect(requests).toEqual(["GET /units.csv"]);
  });

  it("transfers nothing if the version is the one that is there", async () => {
    const asked: unknown[] = [];
    const { url } = await start((request, response) => {
      asked.push([request.headers["if-none-match"], request.headers["if-modified-since"]]);
      response.writeHead(304).end();
    });
    expect(await httpContent({ url, fetch, validator: '"v1"' })).toBeUndefined();
    expect(await httpContent({ url, fetch, validator: MODIFIED })).toBeUndefined();
    expect(asked).toEqual([
      ['"v1"', undefined],
      [undefined, MODIFIED],
    ]);
  });

  it("believes a server without conditional requests that names the same version", async () => {
    const { url } = await start(serveFile(CONTENT, '"v1"'));
    expect(await httpContent({ url, fetch, validator: '"v1"' })).toBeUndefined();
    expect((await httpContent({ url, fetch, validator: '"v0"' }))?.bytes.byteLength).toBe(300_000);
  });
});

describe("httpContent", () => {
  it("repeats a transfer that breaks off", async () => {
    const { url, requests } = await start((_, response) => {
      response.writeHead(200, { "content-length": CONTENT.byteLength }).write(CONTENT.subarray(0, 1000));
      setImmediate(() => response.destroy());
    }, serveFile(CONTENT));
    const starts: number[] = [];
    const content = await httpContent({ url, retry, onChunk: (_, from) => starts.push(from) });
    expect(content?.bytes.byteLength).toBe(CONTENT.byteLength);
    expect(requests).toHaveLength(2);
    expect(starts.filter((from) => from === 0).length).toBeGreaterThan(0);
  });

  it("ends when the server is silent", async () => {
    const { url } = await start(
      (_, response) => void response.writeHead(200, { "content-length": 9 }).write("a"),
    );
    const error = await failure(httpContent({ url, stallTimeout: 50, retry: { tries: 1 } }), "fetch");
    expect(error.reason).toBe("the server sent nothing for 0.05 s");
  });

  it("tells the status of what the server refuses", async () => {
    const { url } = await start(answer(403), answer(404), answer(304));
    expect(await failure(httpContent({ url }), "fetch")).toMatchObject({ status: 403 });
    expect(await failure(httpContent({ url }), "not-found")).toMatchObject({ status: 404 });
    expect((await failure(httpContent({ url }), "response")).reason).toBe(
      "the server answered 304 without a file",
    );
  });

  it("takes no page in place of the file, and no more bytes than the limit, told or not", async () => {
    const long = answer(200, { "transfer-encoding": "chunked" }, "12345");
    const { url } = await start(
      answer(200, { "content-type": "text/html" }, "<p>Log in"),
      serveFile(CONTENT),
      long,
    );
    expect(isEcephysError(await failure(httpContent({ url }), "response"))).toBe(true);
    const limited = { url, maximumLength: 4 };
    expect((await failure(httpContent(limited), "response")).reason).toBe(
      "the file has 300000 bytes, more than 4",
    );
    expect((await failure(httpContent(limited), "response")).reason).toBe(
      "the answer is longer than 4 bytes",
    );
  });
});
