import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { selfSignedCertificate } from "@ecephys/fixtures";
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
import { nodeFetch } from "../../src/node.ts";
import { AGENTS } from "../../src/node-http/lines.ts";

/** Longer than what is left to Node's parser. */
const large = sampleBytes(24 * 2 ** 20 + 7);
const manual = { redirect: "manual" } as const;
const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const start = async (...handlers: Handler[]) => {
  const server = await serve(...handlers);
  servers.push(server);
  return server;
};

async function bodyOf(url: string, init: RequestInit = {}): Promise<ReadableStream<Uint8Array>> {
  const { body } = await nodeFetch(url, { ...manual, ...init });
  if (body === null) throw new Error("There is no body");
  return body;
}

/** Reads all of a body into one small piece of memory, again and again. */
async function readInto(body: ReadableStream<Uint8Array>, size: number, take: (bytes: Uint8Array) => void) {
  const reader = body.getReader({ mode: "byob" });
  let memory = new Uint8Array(size);
  for (;;) {
    const { done, value } = await reader.read(memory);
    if (done) return;
    take(value);
    memory = new Uint8Array(value.buffer);
  }
}

describe("a large body", () => {
  it("arrives whole in a reader of any kind", async () => {
    const server = await start(serveFile(large));
    expectSame(await readAll(await bodyOf(`${server.url}/file`)), large);
    const parts: Uint8Array[] = [];
    await readInto(await bodyOf(`${server.url}/file`), 100_003, (bytes) => parts.push(bytes.slice()));
    expectSame(Buffer.concat(parts), large);
  });

  it("arrives as the requested range, with the server's status and headers", async () => {
    const server = await start(serveFile(large));
    const response = await nodeFetch(`${server.url}/file`, {
      ...manual,
      headers: { range: "bytes=5-20000004" },
    });
    expect(response).toMatchObject({ status: 206, ok: true, statusText: "Partial Content" });
    expect(response.headers.get("content-range")).toBe(`bytes 5-20000004/${large.byteLength}`);
    expectSame(new Uint8Array(await response.arrayBuffer()), large.subarray(5, 20_000_005));
  });

  it("takes no memory beyond what it is read into", async () => {
    const server = await start(serveFile(large));
    const body = await bodyOf(`${server.url}/file`);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    await readInto(body, 2 ** 16, () => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    });
    expect(most).toBeLessThan(4 * 2 ** 20);
  });

  it("is not received faster than it is read", async () => {
    let isSent = false;
    const server = await start((request, response) => {
      response.on("finish", () => {
        isSent = true;
      });
      serveFile(large)(request, response);
    });
    const body = await bodyOf(`${server.url}/file`);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(isSent).toBe(false);
    expectSame(await readAll(body), large);
  });

  it("closes its connection when it is cancelled", async () => {
    let closed: Promise<unknown> | undefined;
    const server = await start((request, response) => {
      closed = new Promise((resolve) => request.socket.on("close", resolve));
      serveFile(large)(request, response);
    });
    await (await bodyOf(`${server.url}/file`)).cancel();
    await closed;
  });

  it("ends with the reason of an abort, and closes its connection", async () => {
    let closed: Promise<unknown> | undefined;
    const server = await start((request, response) => {
      closed = new Promise((resolve) => request.socket.on("close", resolve));
      serveFile(large)(request, response);
    });
    const controller = new AbortController();
    const reader = (await bodyOf(`${server.url}/file`, { signal: controller.signal })).getReader();
    await reader.read();
    const reason = new Error("enough");
    controller.abort(reason);
    const rest = async () => {
      while (!(await reader.read()).done);
    };
    await expect(rest()).rejects.toBe(reason);
    await closed;
  });
});

describe("a small body", () => {
  it("leaves its connection for the next request", async () => {
    const server = await start(serveFile(large.subarray(0, 1000)));
    for (let i = 0; i < 5; i++) expectSame(await readAll(await bodyOf(server.url)), large.subarray(0, 1000));
    expect(server.connections).toBe(1);
  });

  it("is requested again where the server has closed the kept connection", async () => {
    const server = await start(
      answer(200, { "content-length": "2" }, "ok"),
      (request) => void request.socket.destroy(),
      answer(200, { "content-length": "5" }, "again"),
    );
    expect(await (await nodeFetch(server.url, manual)).text()).toBe("ok");
    expect(await (await nodeFetch(server.url, manual)).text()).toBe("again");
  });
});

it("leaves requests that no download makes to the platform", async () => {
  const server = await start((request, response) => void request.pipe(response));
  const posted = await nodeFetch(server.url, { method: "POST", body: "echo" });
  expect(await posted.text()).toBe("echo");
  expect((await nodeFetch(new Request(server.url))).status).toBe(200);
  await expect(nodeFetch("no address")).rejects.toThrow(TypeError);
});

it("reports the system's error where there is no server", async () => {
  const server = await serve(answer(200));
  await server.close();
  const error = await nodeFetch(server.url, manual).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ message: "fetch failed", cause: { code: "ECONNREFUSED" } });
});

describe("over https", () => {
  const { certificate, key } = selfSignedCertificate();
  const startSecure = async () => {
    const server = createServer({ cert: certificate, key }, serveFile(large));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const close = async () => {
      server.closeAllConnections();
      server.close();
    };
    servers.push({ url: "", requests: [], connections: 0, close });
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
  };
  afterEach(() => {
    delete AGENTS["https:"].options.ca;
  });

  it("downloads a whole file", async () => {
    const url = await startSecure();
    AGENTS["https:"].options.ca = certificate;
    expectSame(await readAll((await httpFile({ url, fetch: nodeFetch }).open()).stream), large);
  });

  it("refuses a server whose certificate is not trusted", async () => {
    const url = await startSecure();
    const error = await failure(httpFile({ url, fetch: nodeFetch }).open(), "fetch");
    expect(error).toMatchObject({ retryable: false, remedy: "Check the address and its certificate." });
  });
});
