import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { pipeline, Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { onAbort } from "../http/on-abort.ts";
import { AGENTS } from "./lines.ts";
import { responseBody } from "./response-body.ts";

const REQUESTS = { "http:": requestHttp, "https:": requestHttps };
const UNPACKERS: Readonly<Record<string, (() => Transform) | undefined>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** A new connection costs a few round trips, the parser a millisecond a megabyte. */
const TAKEN_FROM = 16 * 2 ** 20;

/**
 * A `fetch` for large files in Node, to be given as `fetch` to a backend or to `httpFile`: over node:http and
 * node:https, it takes about half of the processor time of Node's own and memory that does not grow with what
 * comes. Only what a download asks is sent this way (GET of an address, `redirect: "manual"`); everything else
 * is left to the platform's `fetch`, and so is everything where Node is told to use a proxy
 * (NODE_USE_ENV_PROXY). A dispatcher that was set for the platform's `fetch` does not apply here.
 * @throws a TypeError with the system's error as its cause where there is no answer; the signal's reason.
 */
export const nodeFetch: typeof globalThis.fetch = newNodeFetch(TAKEN_FROM);

/** @param takenFrom How many bytes a body has at least for which its connection is given up. */
export function newNodeFetch(takenFrom: number): typeof globalThis.fetch {
  return async (input, init) => {
    const address = input instanceof URL ? input : typeof input === "string" ? parsed(input) : undefined;
    const { method = "GET", redirect, signal } = init ?? {};
    const protocol = address?.protocol;
    const isOurs = method === "GET" && redirect === "manual" && process.env.NODE_USE_ENV_PROXY !== "1";
    if (!isOurs || address === undefined || !isKnown(protocol)) return globalThis.fetch(input, init);
    signal?.throwIfAborted();
    const headers = new Headers(init?.headers);
    return send({ address, protocol, headers, signal: signal ?? undefined }, takenFrom);
  };
}

interface Asked {
  readonly address: URL;
  readonly protocol: keyof typeof REQUESTS;
  readonly headers: Headers;
  readonly signal: AbortSignal | undefined;
}

function send(asked: Asked, takenFrom: number): Promise<Response> {
  const { address, headers, protocol, signal } = asked;
  return new Promise((resolve, reject) => {
    const request = REQUESTS[protocol](address, {
      agent: AGENTS[protocol],
      headers: { accept: "*/*", "user-agent": "node", ...Object.fromEntries(headers) },
    });
    let isAnswered = false;
    const release = onAbort(signal, () => {
      reject(signal?.reason);
      request.destroy(signal?.reason);
    });
    request.on("close", release);
    request.on("error", (error: NodeJS.ErrnoException) => {
      if (isAnswered) return;
      // The server closed a connection that was kept, before it had read this request.
      if (request.reusedSocket && error.code === "ECONNRESET" && !signal?.aborted) {
        send(asked, takenFrom).then(resolve, reject);
      } else reject(failed(error));
    });
    request.on("response", (answer) => {
      isAnswered = true;
      try {
        resolve(responseOf(request, answer, takenFrom));
      } catch (error) {
        request.destroy();
        reject(failed(error));
      }
    });
    request.end();
  });
}

function failed(cause: unknown): TypeError {
  return new TypeError("fetch failed", { cause });
}

function responseOf(request: ClientRequest, answer: IncomingMessage, takenFrom: number): Response {
  const { rawHeaders, statusCode = 0, statusMessage = "" } = answer;
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
  }
  const init = { status: statusCode, statusText: statusMessage, headers };
  if (WITHOUT_BODY.has(statusCode)) {
    answer.resume();
    return new Response(null, init);
  }
  const unpacker = UNPACKERS[headers.get("content-encoding")?.trim().toLowerCase() ?? ""];
  const body = unpacker ? unpacked(answer, unpacker()) : responseBody(request, answer, takenFrom);
  return new Response(body, init);
}

function unpacked(answer: IncomingMessage, unpacker: Transform): ReadableStream<Uint8Array> {
  // Whoever reads it learns of an error by the stream.
  pipeline(answer, unpacker, () => {});
  return Readable.toWeb(unpacker) as ReadableStream<Uint8Array>;
}

function isKnown(protocol: string | undefined): protocol is keyof typeof REQUESTS {
  return protocol !== undefined && protocol in REQUESTS;
}

function parsed(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
