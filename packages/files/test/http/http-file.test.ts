import {
  answer,
  expectSame,
  failure,
  type Handler,
  readAll,
  sampleBytes,
  serve,
  serveFile,
  type TestServer,
} from "@ecephys/fixtures/testing";
import { afterEach, describe, expect, it } from "vitest";
import { httpFile } from "../../src/index.ts";
import { testFetch } from "./test-fetch.ts";

const bytes = sampleBytes(300_000);
const once = { tries: 1 };
let server: TestServer;
afterEach(() => server.close());

const fileAt = async (...handlers: Handler[]) => {
  server = await serve(...handlers);
  return httpFile({ url: `${server.url}/file`, retry: once, fetch: testFetch });
};

describe("a file of a good server", () => {
  it("comes whole, with its length and validator", async () => {
    const file = await fileAt(serveFile(bytes));
    const body = await file.open();
    expect(body).toMatchObject({ start: 0, byteLength: 300_000, validator: '"v1"' });
    expectSame(await readAll(body.stream), bytes);
    expect(server.requests).toEqual(["GET /file"]);
  });

  it.each([
    [0, 10, "bytes=0-9"],
    [299_990, undefined, "bytes=299990-"],
    [1000, 2000, "bytes=1000-1999"],
    [299_990, 999_999, "bytes=299990-999998"],
  ])("gives bytes %i to %s by a range", async (start, end, range) => {
    const file = await fileAt(serveFile(bytes));
    const body = await file.open({ start, end });
    expect(body).toMatchObject({ start, byteLength: 300_000 });
    expectSame(await readAll(body.stream), bytes.subarray(start, end));
    expect(server.requests).toEqual([`GET /file ${range}`]);
  });

  it("has its size without a transfer", async () => {
    const file = await fileAt(serveFile(bytes));
    expect(await file.info()).toEqual({ byteLength: 300_000, validator: '"v1"' });
    expect(server.requests).toEqual(["HEAD /file"]);
  });

  it("makes no request before it is opened", async () => {
    await fileAt(serveFile(bytes));
    expect(server.requests).toEqual([]);
  });

  it("reuses the connections of bodies that were read to their end", async () => {
    const file = await fileAt(serveFile(bytes));
    for (let i = 0; i < 10; i += 1) await readAll((await file.open({ start: i, end: i + 9 })).stream);
    expect(server.connections).toBeLessThanOrEqual(2);
  });
});

describe("resuming", () => {
  it("continues where the file is the same", async () => {
    const file = await fileAt(serveFile(bytes));
    const body = await file.open({ start: 100, validator: '"v1"' });
    expect(body.start).toBe(100);
    expectSame(await readAll(body.stream), bytes.subarray(100));
  });

  it("starts over where the file has changed", async () => {
    const file = await fileAt(serveFile(bytes, '"v2"'));
    const body = await file.open({ start: 100, validator: '"v1"' });
    expect(body).toMatchObject({ start: 0, validator: '"v2"' });
    expectSame(await readAll(body.stream), bytes);
  });

  it("starts over where a server ignores If-Range and sends a range of another version", async () => {
    const file = await fileAt((request, response) => {
      delete request.headers["if-range"];
      serveFile(bytes, '"v2"')(request, response);
    });
    const body = await file.open({ start: 100, validator: '"v1"' });
    expect(body.start).toBe(0);
    expectSame(await readAll(body.stream), bytes);
    expect(server.requests).toEqual(["GET /file bytes=100-", "GET /file"]);
  });

  it("starts over where the file has become shorter", async () => {
    const file = await fileAt(
      answer(416, { "content-range": "bytes */50" }),
      serveFile(bytes.subarray(0, 50), '"v2"'),
    );
    const body = await file.open({ start: 100, validator: '"v1"' });
    expect(body).toMatchObject({ start: 0, byteLength: 50 });
    await body.stream.cancel();
  });

  it("never trusts a weak ETag", async () => {
    const file = await fileAt(serveFile(bytes, 'W/"v1"'));
    const body = await file.open({ start: 100, validator: 'W/"v1"' });
    expect(body).toMatchObject({ start: 0, validator: undefined });
    await body.stream.cancel();
    expect(server.requests).toEqual(["GET /file"]);
  });

  it("uses Last-Modified as the validator where there is no ETag", async () => {
    const modified = "Thu, 03 Oct 2019 00:00:00 GMT";
    const file = await fileAt((request, response) => {
      expect(request.headers["if-range"]).toBe(modified);
      response.writeHead(206, { "content-range": "bytes 5-9/10", "last-modified": modified }).end("56789");
    });
    const body = await file.open({ start: 5, validator: modified });
    expect(body).toMatchObject({ start: 5, validator: modified });
    expect(await readAll(body.stream)).toHaveLength(5);
  });
});

describe("unusual servers", () => {
  it("that ignore ranges send the whole, and the body says so", async () => {
    const file = await fileAt((_request, response) => void response.end(bytes));
    const body = await file.open({ start: 100, end: 200 });
    expect(body.start).toBe(0);
    expectSame(await readAll(body.stream), bytes);
  });

  it("that answer HEAD with length 0 are asked for one byte as well", async () => {
    const empty = await fileAt(
      answer(200, { "content-length": "0" }),
      answer(416, { "content-range": "bytes */0" }),
    );
    expect(await empty.info()).toEqual({ byteLength: 0 });
    const file = await fileAt(answer(200, { "content-length": "0", etag: '"v1"' }), serveFile(bytes));
    expect(await file.info()).toEqual({ byteLength: 300_000, validator: '"v1"' });
    expect(server.requests).toEqual(["HEAD /file", "GET /file bytes=0-0"]);
  });

  it("that do not answer HEAD are asked for one byte", async () => {
    const file = await fileAt(answer(405), serveFile(bytes));
    expect(await file.info()).toEqual({ byteLength: 300_000, validator: '"v1"' });
    expect(server.requests).toEqual(["HEAD /file", "GET /file bytes=0-0"]);
  });

  it("that do not give the length leave it undefined", async () => {
    const file = await fileAt((_request, response) => void response.writeHead(200).end("abc"));
    const body = await file.open();
    expect(body.byteLength).toBeUndefined();
    expect(new TextDecoder().decode(await readAll(body.stream))).toBe("abc");
    expect((await file.info()).byteLength).toBeUndefined();
  });

  it("that have an empty file give no bytes", async () => {
    const file = await fileAt(serveFile(new Uint8Array(0)));
    expect(await file.info()).toMatchObject({ byteLength: 0 });
    expect(await readAll((await file.open()).stream)).toHaveLength(0);
  });
});

describe("answers that are not the part that was asked for", () => {
  it.each([
    ["another part", "bytes 6-9/10", "sent bytes 6 to 9 but 5 to 9"],
    ["less of it", "bytes 5-8/10", "sent bytes 5 to 8 but 5 to 9"],
    ["no range at all", undefined, "did not say which"],
    ["an impossible range", "bytes 9-5/10", "did not say which"],
  ])("are refused: %s", async (_what, range, reason) => {
    const file = await fileAt(answer(206, range === undefined ? {} : { "content-range": range }, "56789"));
    const error = await failure(file.open({ start: 5 }), "response");
    expect(error.message).toContain(reason);
  });

  it("are refused: a part where the whole was asked for", async () => {
    const file = await fileAt(answer(206, { "content-range": "bytes 0-4/10" }, "01234"));
    await failure(file.open(), "response");
  });

  it("are refused: several parts in one", async () => {
    const file = await fileAt(answer(206, { "content-type": "multipart/byteranges; boundary=x" }, "--x"));
    await failure(file.open({ start: 5 }), "response");
  });

  it("say how long the file is where a part begins beyond its end", async () => {
    const file = await fileAt(serveFile(bytes));
    const error = await failure(file.open({ start: 300_000 }), "response");
    expect(error.reason).toContain("only 300000 bytes");
  });
});

it.each(["text/html; charset=utf-8", "application/json", "application/problem+json", "text/xml"])(
  "refuses a page of type %s with status 200",
  async (type) => {
    const file = await fileAt(answer(200, { "content-type": type }, "<h1>Maintenance</h1>"));
    const error = await failure(file.open(), "response");
    expect(error.message).toContain("page");
    await failure(file.info(), "response");
  },
);

it("accepts a page where any content is allowed", async () => {
  server = await serve(answer(200, { "content-type": "application/json" }, "{}"));
  const body = await httpFile({ url: server.url, content: "any", fetch: testFetch }).open();
  expect(await readAll(body.stream)).toHaveLength(2);
});

it.each([
  [{ start: -1 }],
  [{ start: 1.5 }],
  [{ start: Number.NaN }],
  [{ start: 5, end: 5 }],
  [{ start: 5, end: 4 }],
])("refuses %o as a part", async (part) => {
  const file = await fileAt(serveFile(bytes));
  await failure(file.open(part), "argument");
  expect(server.requests).toEqual([]);
});

it.each(["ftp://host/file", "file:///etc/passwd", "data:,x", "nothing"])(
  "refuses the address %s",
  async (url) => {
    server = await serve(answer(200));
    expect(() => httpFile({ url })).toThrow("not an http or https URL");
  },
);

it.each([0, -1, Number.NaN])("refuses %s as a stall limit", async (stallTimeout) => {
  server = await serve(answer(200));
  expect(() => httpFile({ url: server.url, stallTimeout })).toThrow("stallTimeout");
});
