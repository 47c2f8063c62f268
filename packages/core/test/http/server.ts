import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import { type EcephysErrorCode, isEcephysError } from "../../src/index.ts";

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface TestServer {
  readonly url: string;
  /** "GET /file bytes=0-1", in the order of arrival. */
  readonly requests: string[];
  /** How many connections were made. */
  connections: number;
  close(): Promise<void>;
}

/** A real server that answers as the test says; the n-th handler answers the n-th request, the last all others. */
export async function serve(...handlers: Handler[]): Promise<TestServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { headers, method, url } = request;
    requests.push([method, url, headers.range].filter((part) => part !== undefined).join(" "));
    handlers[Math.min(requests.length, handlers.length) - 1]?.(request, response);
  });
  const state: TestServer = {
    url: "",
    requests,
    connections: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  server.on("connection", () => {
    state.connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(state, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

/** Bytes that differ everywhere. */
export function sampleBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8) * 7) & 0xff);
}

/** Serves a file as a good server does: ranges, If-Range, a strong ETag. */
export function serveFile(content: Uint8Array, etag = '"v1"'): Handler {
  return (request, response) => {
    const { "if-range": condition, range } = request.headers;
    const match = /^bytes=(\d+)-(\d*)$/.exec(range ?? "");
    response.setHeader("etag", etag);
    response.setHeader("content-type", "application/octet-stream");
    if (!match || (condition !== undefined && condition !== etag)) {
      response.setHeader("content-length", content.byteLength);
      return void response.end(request.method === "HEAD" ? undefined : content);
    }
    const start = Number(match[1]);
    const end = Math.min(match[2] ? Number(match[2]) + 1 : content.byteLength, content.byteLength);
    if (start >= content.byteLength) {
      return void response.writeHead(416, { "content-range": `bytes */${content.byteLength}` }).end();
    }
    response.writeHead(206, {
      "content-length": end - start,
      "content-range": `bytes ${start}-${end - 1}/${content.byteLength}`,
    });
    response.end(content.subarray(start, end));
  };
}

/** Answers with a status, headers and a text. */
export function answer(status: number, headers: Record<string, string> = {}, body = ""): Handler {
  return (_request, response) => void response.writeHead(status, headers).end(body);
}

/** Reads a stream to its end. */
export async function readAll(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The EcephysError of that code with which a promise rejects. */
export async function failure(promise: Promise<unknown>, code: EcephysErrorCode) {
  const error: unknown = await promise.then(
    (value) => expect.fail(`expected a failure, got ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (!isEcephysError(error, code)) throw error;
  return error;
}

/** Equality of many bytes, faster than a deep comparison. */
export function expectSame(actual: Uint8Array, expected: Uint8Array): void {
  expect(actual.byteLength).toBe(expected.byteLength);
  expect(Buffer.compare(actual, expected)).toBe(0);
}
