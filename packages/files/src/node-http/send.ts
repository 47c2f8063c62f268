import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { pipeline, Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { onAbort } from "../tasks/on-abort.ts";
import { AGENTS } from "./lines.ts";
import { type HttpProxy, proxyError } from "./proxy.ts";
import { requestThrough, tunnelAgent } from "./proxy-agent.ts";
import { responseBody } from "./response-body.ts";

const REQUESTS = { "http:": requestHttp, "https:": requestHttps };
const UNPACKERS: Readonly<Record<string, (() => Transform) | undefined>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** A GET or HEAD. */
export interface Asked {
  readonly method: "GET" | "HEAD";
  readonly proxy: HttpProxy | undefined;
  readonly address: URL;
  readonly protocol: keyof typeof REQUESTS;
  readonly headers: Headers;
  readonly signal: AbortSignal | undefined;
}

/** Sends it; the answer as `fetch` gives it, whatever its status. */
export function send(asked: Asked, takenFrom: number): Promise<Response> {
  const { proxy, signal } = asked;
  return new Promise((resolve, reject) => {
    const request = requestOf(asked);
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
      } else reject(failed(proxy === undefined ? error : proxyFailure(error, proxy)));
    });
    request.on("response", (answer) => {
      isAnswered = true;
      try {
        // Only connections of our own can be taken over.
        resolve(responseOf(request, answer, proxy === undefined ? takenFrom : Number.POSITIVE_INFINITY));
      } catch (error) {
        request.destroy();
        reject(failed(error));
      }
    });
    request.end();
  });
}

function requestOf({ address, headers, method, protocol, proxy }: Asked): ClientRequest {
  const sent = { accept: "*/*", "user-agent": "node", ...Object.fromEntries(headers) };
  if (proxy !== undefined && protocol === "http:") return requestThrough(proxy, address, method, sent);
  const agent = proxy === undefined ? AGENTS[protocol] : tunnelAgent(proxy);
  return REQUESTS[protocol](address, { agent, headers: sent, method });
}

/** An error of the connection to a proxy names it; one of the server behind it is as without it. */
function proxyFailure(error: NodeJS.ErrnoException, proxy: HttpProxy): Error {
  if ("proxy" in error || /CERT|_TLS_|SELF_SIGNED|UNABLE_TO/.test(error.code ?? "")) return error;
  return proxyError(error.code ?? "ERR_PROXY", proxy, error);
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
  if (WITHOUT_BODY.has(statusCode) || request.method === "HEAD") {
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
