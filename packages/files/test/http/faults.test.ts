import { gzipSync } from "node:zlib";
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
  timersOfRunningTime,
} from "@ecephys/fixtures/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { httpFile, type RetryOptions } from "../../src/index.ts";
import { testFetch } from "./test-fetch.ts";

const bytes = sampleBytes(200_000);
const quick: RetryOptions = { tries: 3, baseDelay: 1, maxDelay: 2 };
const unhandled: unknown[] = [];
const remember = (reason: unknown) => unhandled.push(reason);
let server: TestServer;

timersOfRunningTime();
beforeAll(() => {
  process.on("unhandledRejection", remember);
  process.on("warning", remember);
});
afterEach(() => server.close());
afterAll(() => {
  process.off("unhandledRejection", remember);
  process.off("warning", remember);
  expect(unhandled).toEqual([]);
});

const fileAt = async (handlers: Handler[], options: { stallTimeout?: number; retry?: RetryOptions } = {}) => {
  server = await serve(...handlers);
  return httpFile({ url: `${server.url}/file`, retry: { tries: 1 }, fetch: testFetch, ...options });
};

const half: Handler = (_request, response) => {
  response.writeHead(200, { "content-length": bytes.byteLength });
  response.write(bytes.subarray(0, 100_000));
};

/** Half of the file, then silence; `closed` resolves when the client gives up the connection. */
function halfUntilClosed() {
  let resolve = () => {};
  const closed = new Promise<void>((done) => {
    resolve = done;
  });
  const handler: Handler = (request, response) => {
    half(request, response);
    request.socket.on("close", resolve);
  };
  return { closed, handler };
}

describe("an incomplete body is an error", () => {
  it.each<[string, Handler]>([
    [
      "closed early",
      (request, response) => {
        half(request, response);
        setTimeout(() => response.socket?.end(), 20);
      },
    ],
    [
      "reset",
      (request, response) => {
        half(request, response);
        setTimeout(() => response.socket?.resetAndDestroy(), 20);
      },
    ],
    [
      "chunks without an end",
      (_request, response) => {
        response.write(bytes.subarray(0, 100_000));
        setTimeout(() => response.socket?.destroy(), 20);
      },
    ],
    [
      "a shorter part than the range says",
      (_request, response) => {
        response.writeHead(206, { "content-range": "bytes 1-9/10" });
        response.end("1234");
      },
    ],
    [
      "a longer part than the range says",
      (_request, response) => {
        response.writeHead(206, { "content-range": "bytes 1-9/10" });
        response.end("1234567890123");
      },
    ],
  ])("%s", async (_what, handler) => {
    const file = await fileAt([handler]);
    const body = await file.open({ start: 1 });
    const error = await failure(readAll(body.stream), "fetch");
    expect(error.retryable).toBe(true);
    expect(error.resource).toBe(`${server.url}/file`);
  });
});

it("reads no more bytes than the stated length, and does not mix the rest into the next response", async () => {
  const file = await fileAt([
    (_request, response) => {
      response.writeHead(200, { "content-length": 5 });
      response.write("12345");
      response.socket?.write("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nbad");
      response.end();
    },
    serveFile(bytes),
  ]);
  const first = await readAll((await file.open()).stream);
  expect(new TextDecoder().decode(first)).toBe("12345");
  expectSame(await readAll((await file.open()).stream), bytes);
});

describe("silence", () => {
  it("before the answer is a stall", async () => {
    const file = await fileAt([() => {}], { stallTimeout: 50 });
    const error = await failure(file.open(), "fetch");
    expect(error).toMatchObject({ retryable: true, reason: "the server sent nothing for 0.05 s" });
    await failure(file.info(), "fetch");
  });

  it("within the body is a stall", async () => {
    const file = await fileAt([half], { stallTimeout: 400 });
    const body = await file.open();
    const error = await failure(readAll(body.stream), "fetch");
    expect(error.reason).toContain("sent nothing for 0.4 s");
  });

  it("of a slow reader is not a stall", async () => {
    const file = await fileAt([serveFile(bytes)], { stallTimeout: 1000 });
    const reader = (await file.open()).stream.getReader();
    let count = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (count === 0) await new Promise((resolve) => setTimeout(resolve, 1300));
      count += value.byteLength;
    }
    expect(count).toBe(200_000);
  });

  it("is not a stall while bytes keep arriving, however long the whole takes", async () => {
    const drip: Handler = (_request, response) => {
      response.writeHead(200, { "content-length": 20 });
      let sent = 0;
      const timer = setInterval(() => {
        response.write("x");
        sent += 1;
        if (sent === 20) clearInterval(timer);
      }, 60);
    };
    const file = await fileAt([drip], { stallTimeout: 1000 });
    expect(await readAll((await file.open()).stream)).toHaveLength(20);
  });

  it("ends a fetch that ignores its signal", async () => {
    server = await serve(answer(200));
    const deaf = () => new Promise<Response>(() => {});
    const file = httpFile({ url: server.url, fetch: deaf, stallTimeout: 30, retry: { tries: 1 } });
    await failure(file.open(), "fetch");
  });
});

describe("a compressed body", () => {
  const compressed = gzipSync(bytes);
  const gzip: Handler = (_request, response) => {
    const headers = { "content-encoding": "gzip", "content-length": compressed.byteLength, etag: '"gz"' };
    response.writeHead(200, headers).end(compressed);
  };

  it("is decompressed, and its length and validator are not taken for the file's", async () => {
    const file = await fileAt([gzip]);
    const body = await file.open();
    expect(body).toMatchObject({ start: 0, byteLength: undefined, validator: undefined });
    expectSame(await readAll(body.stream), bytes);
  });

  it("is not requested", async () => {
    const file = await fileAt([
      (request, response) => void response.end(request.headers["accept-encoding"] ?? "anything"),
    ]);
    expect(new TextDecoder().decode(await readAll((await file.open()).stream))).toBe("identity");
  });

  it("cannot be cut into ranges, so the whole is requested", async () => {
    const part = compressed.subarray(10, 50);
    const partly: Handler = (_request, response) => {
      const range = `bytes 10-49/${compressed.byteLength}`;
      response.writeHead(206, { "content-encoding": "gzip", "content-range": range }).end(part);
    };
    const file = await fileAt([partly, gzip]);
    const body = await file.open({ start: 10, end: 50 });
    expect(body.start).toBe(0);
    expectSame(await readAll(body.stream), bytes);
  });

  it("is an error when it breaks or is not compressed", async () => {
    const cut: Handler = (_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip", "content-length": compressed.byteLength });
      response.write(compressed.subarray(0, 500));
      setTimeout(() => response.socket?.destroy(), 20);
    };
    const broken = await fileAt([cut, answer(200, { "content-encoding": "gzip" }, "no gzip")]);
    await failure(readAll((await broken.open()).stream), "fetch");
    await failure(readAll((await broken.open()).stream), "fetch");
  });

  it.each(["x-secret", "zstd", "gzip, br"])(
    "of a kind that not every platform knows is refused: %s",
    async (encoding) => {
      const file = await fileAt([answer(200, { "content-encoding": encoding }, "?")]);
      await failure(file.open(), "response");
    },
  );
});

describe("statuses", () => {
  it.each([
    [404, "not-found", false],
    [410, "not-found", false],
    [401, "fetch", false],
    [403, "fetch", false],
    [400, "fetch", false],
    [408, "fetch", true],
    [429, "fetch", true],
    [500, "fetch", true],
    [502, "fetch", true],
    [503, "fetch", true],
    [504, "fetch", true],
    [501, "fetch", false],
    [204, "response", false],
  ] as const)("%i is %s, retryable: %s", async (status, code, retryable) => {
    const file = await fileAt([answer(status, {}, status === 204 ? "" : "<html>no</html>")]);
    const error = await failure(file.open(), code);
    expect(error.retryable).toBe(retryable);
    expect(error.reason).toContain(String(status));
  });

  it("carry the delay of Retry-After", async () => {
    const date = new Date(Date.now() + 90_000).toUTCString();
    const file = await fileAt([
      answer(503, { "retry-after": "7" }),
      answer(429, { "retry-after": date }),
      answer(503),
    ]);
    expect((await failure(file.open(), "fetch")).retryAfter).toBe(7000);
    const { retryAfter } = await failure(file.open(), "fetch");
    expect(retryAfter).toBeGreaterThan(80_000);
    expect(retryAfter).toBeLessThanOrEqual(90_000);
    expect((await failure(file.open(), "fetch")).retryAfter).toBeUndefined();
  });
});

describe("opening again", () => {
  it.each<[string, Handler]>([
    ["a busy server", answer(503)],
    ["a busy server that says when", answer(429, { "retry-after": "0" })],
    ["a lost connection", (_request, response) => response.socket?.destroy()],
    ["a stall", () => {}],
  ])("helps with %s", async (_what, handler) => {
    const file = await fileAt([handler, handler, serveFile(bytes)], { retry: quick, stallTimeout: 1000 });
    expectSame(await readAll((await file.open()).stream), bytes);
    expect(server.requests).toHaveLength(3);
  });

  it("ends after the last retry", async () => {
    const file = await fileAt([answer(500)], { retry: quick });
    await failure(file.open(), "fetch");
    expect(server.requests).toHaveLength(3);
  });

  it("is not tried when it cannot help", async () => {
    const file = await fileAt([answer(404)], { retry: quick });
    await failure(file.open(), "not-found");
    expect(server.requests).toHaveLength(1);
  });

  it("succeeds where the server has just closed a kept connection", async () => {
    const closing: Handler = (request, response) => {
      serveFile(bytes)(request, response);
      // Closed without "connection: close": the client finds out when it writes the next request.
      response.on("finish", () => setImmediate(() => request.socket.destroy()));
    };
    const file = await fileAt([closing], { retry: quick });
    for (let i = 0; i < 10; i += 1) {
      expect(await readAll((await file.open({ start: i, end: i + 100 })).stream)).toHaveLength(100);
    }
  });

  it("says that nothing listens, and where", async () => {
    const file = await fileAt([answer(200)], { retry: quick });
    await server.close();
    const error = await failure(file.open(), "fetch");
    expect(error.message).toBe(
      `Fetching failed for ${server.url}/file: the server refused the connection. Check the connection and try again.`,
    );
  });
});

describe("an abort", () => {
  const reason = new Error("enough");

  it("before the request sends nothing", async () => {
    const file = await fileAt([serveFile(bytes)]);
    await expect(file.open({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(file.info({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.requests).toEqual([]);
  });

  it("while waiting for the answer rejects with the signal's reason", async () => {
    const abort = new AbortController();
    const file = await fileAt([() => abort.abort(reason)], { retry: quick });
    await expect(file.open({ signal: abort.signal })).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it("during the body fails the stream and closes the connection", async () => {
    const abort = new AbortController();
    const { closed, handler } = halfUntilClosed();
    const file = await fileAt([handler]);
    const body = await file.open({ signal: abort.signal });
    const reader = body.stream.getReader();
    await reader.read();
    abort.abort(reason);
    await expect(reader.read()).rejects.toBe(reason);
    await closed;
  });

  it("between opening and reading fails the stream", async () => {
    const abort = new AbortController();
    const file = await fileAt([half]);
    const body = await file.open({ signal: abort.signal });
    abort.abort(reason);
    await expect(readAll(body.stream)).rejects.toBe(reason);
  });

  it("ends the wait before the next retry", async () => {
    const abort = new AbortController();
    const file = await fileAt([answer(503, { "retry-after": "50" })], { retry: { tries: 5 } });
    const opening = file.open({ signal: abort.signal });
    setTimeout(() => abort.abort(reason), 50);
    await expect(opening).rejects.toBe(reason);
  });

  it("of many transfers by one signal leaves no listener or connection behind", async () => {
    const abort = new AbortController();
    const file = await fileAt([half]);
    const bodies = await Promise.all(Array.from({ length: 30 }, () => file.open({ signal: abort.signal })));
    abort.abort(reason);
    for (const { stream } of bodies) await expect(readAll(stream)).rejects.toBe(reason);
  });

  it("by cancelling the stream closes the connection", async () => {
    const { closed, handler } = halfUntilClosed();
    const file = await fileAt([handler]);
    await (await file.open()).stream.cancel();
    await closed;
  });
});
