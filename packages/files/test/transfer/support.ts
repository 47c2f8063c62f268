import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { type Handler, newDirectory, sampleBytes, serve, type TestServer } from "@ecephys/fixtures/testing";
import { onTestFinished } from "vitest";
import { type HttpFileOptions, httpFile } from "../../src/http/http-file.ts";
import { directoryStorage } from "../../src/storage/directory.ts";
import type { CacheStorage } from "../../src/storage.ts";
import { downloadFile } from "../../src/transfer/download-file.ts";
import type { DownloadEvent } from "../../src/transfer/events.ts";
import type { DownloadFileOptions } from "../../src/transfer/request.ts";
import { testFetch } from "../http/test-fetch.ts";

/** The file that the tests download: enough for several pieces. */
export const content = sampleBytes(600_000);
export const PATH = "session_1/session_1.nwb";

export const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** A server for one test: the n-th handler answers the n-th request, the last all others. */
async function serving(...handlers: Handler[]): Promise<TestServer> {
  const server = await serve(...handlers);
  onTestFinished(() => server.close());
  return server;
}

export interface Setup {
  readonly root: string;
  readonly storage: CacheStorage;
  readonly events: DownloadEvent[];
  readonly server: TestServer;
  /** Downloads the server's file to `PATH`. */
  download(
    options?: Partial<DownloadFileOptions> & { http?: Partial<HttpFileOptions> },
  ): ReturnType<typeof downloadFile>;
  /** What lies at `PATH`. */
  file(): Uint8Array;
  /** Types of the events, without progress. */
  told(): string[];
}

/** A server and an empty directory to download into; failures are tried again fast. */
export async function setup(...handlers: Handler[]): Promise<Setup> {
  const server = await serving(...handlers);
  const root = newDirectory();
  const storage = directoryStorage(root);
  const events: DownloadEvent[] = [];
  return {
    root,
    storage,
    events,
    server,
    download: ({ http, ...options } = {}) => {
      const retry = { tries: 4, baseDelay: 5 };
      const remote = httpFile({
        url: `${server.url}/file`,
        retry,
        stallTimeout: 10_000,
        fetch: testFetch,
        ...http,
      });
      const onEvent = (event: DownloadEvent) => void events.push(event);
      return downloadFile({ storage, path: PATH, remote, resource: "session 1", onEvent, ...options });
    },
    file: () => new Uint8Array(readFileSync(join(root, PATH))),
    told: () => events.map(({ type }) => type).filter((type) => type !== "progress"),
  };
}

export interface PartOptions {
  readonly bytes?: Uint8Array;
  readonly etag?: string | null;
  /** How many bytes of the answer are sent before `afterwards`. */
  readonly sent?: number;
  readonly afterwards?: (request: IncomingMessage, response: ServerResponse) => void;
  readonly headers?: Record<string, string>;
}

/** Begins the right answer, sends some of it, and then does something else: closes the connection by default. */
export function breakingOff({
  bytes = content,
  etag = '"v1"',
  headers,
  sent = 200_000,
  afterwards,
}: PartOptions = {}): Handler {
  return (request, response) => {
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
    const start = Number(from ?? 0);
    const end = to ? Number(to) + 1 : bytes.length;
    if (start >= bytes.length) {
      return void response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
    }
    const range = { "content-range": `bytes ${start}-${end - 1}/${bytes.length}` };
    response.writeHead(from ? 206 : 200, {
      "content-length": end - start,
      ...(etag === null ? {} : { etag }),
      ...(from ? range : {}),
      ...headers,
    });
    response.write(bytes.subarray(start, Math.min(end, start + sent)), () => {
      // What was written must have been read before the end of the connection overtakes it.
      setTimeout(() => (afterwards ?? close)(request, response), 100);
    });
  };
}

export const reset: Handler = (_request, response) => void response.socket?.resetAndDestroy();
export const close: Handler = (_request, response) => void response.socket?.end();
export const hang: Handler = () => {};
