import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isEcephysError } from "@ecephys/files";
import { type Access, allowedOrigin, refusalOf } from "./access.ts";
import type { Place, ServedFile } from "./place.ts";
import { type WantedRange, wantedRange } from "./range.ts";
import { partHeads, wantedRanges } from "./ranges.ts";

/** Read at once. */
const PIECE = 2 ** 20;

const TYPES: Readonly<Record<string, string>> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  md: "text/plain; charset=utf-8",
};

/** Answers one request. */
export async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  places: readonly Place[],
  access: Access,
): Promise<void> {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  response.setHeaders(new Headers(commonHeaders(request, access)));
  try {
    const url = urlOf(request.url ?? "/");
    if (url === undefined) return text(response, 400, "The request's address is none.");
    const refusal = refusalOf(request, url, {
      ...access,
      token: request.method === "OPTIONS" ? undefined : access.token,
    });
    if (refusal !== undefined) return text(response, refusal.status, refusal.text);
    if (request.method === "OPTIONS") return void response.writeHead(204).end();
    if (request.method !== "GET" && request.method !== "HEAD")
      return text(response, 405, "Files can only be read here: GET, HEAD.");
    await answer(request, response, url, places, gone.signal);
  } catch (error) {
    if (gone.signal.aborted) return;
    if (response.headersSent) return void response.destroy();
    text(response, statusOf(error), isEcephysError(error) ? error.message : "The file could not be read.");
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  places: readonly Place[],
  signal: AbortSignal,
): Promise<void> {
  const path = pathOf(url);
  if (path === "")
    return index(
      response,
      places.map(({ prefix }) => prefix.slice(1)),
    );
  const place = path === undefined ? undefined : places.find(({ prefix }) => `/${path}`.startsWith(prefix));
  if (place === undefined || path === undefined)
    return text(response, 404, "Nothing is served under this path.");
  const inside = path.slice(place.prefix.length - 1);
  if (inside === "" || inside.endsWith("/")) {
    const names = await place.list(inside, signal);
    return names === undefined ? text(response, 404, "This place cannot be listed.") : index(response, names);
  }
  const file = await place.open(inside, signal);
  try {
    await send(request, response, file, TYPES[inside.split(".").at(-1) ?? ""], signal);
  } finally {
    await file.close();
  }
}

async function send(
  { headers, method }: IncomingMessage,
  response: ServerResponse,
  { byteLength, etag, source }: ServedFile,
  type = "application/octet-stream",
  signal: AbortSignal,
): Promise<void> {
  response.setHeader("accept-ranges", "bytes");
  if (etag !== undefined) response.setHeader("etag", etag);
  if (etag !== undefined && isKnown(headers["if-none-match"], etag))
    return void response.writeHead(304).end();
  const several = hasCondition(headers, etag) ? undefined : wantedRanges(headers.range, byteLength);
  if (several && method === "GET")
    return sendSeveral(response, several, { byteLength, source }, type, signal);
  const range = wantedRange(headers, byteLength, etag);
  if (range === "unsatisfiable")
    return void response.writeHead(416, { "content-range": `bytes */${byteLength}` }).end();
  const { start, end } = range ?? { start: 0, end: byteLength };
  if (range) response.setHeader("content-range", `bytes ${start}-${end - 1}/${byteLength}`);
  response.writeHead(range ? 206 : 200, { "content-length": end - start, "content-type": type });
  if (method === "HEAD") return void response.end();
  await pipeline(Readable.from(pieces(source, start, end, signal)), response);
}

/** Whether parts are wanted of another version alone (If-Range). */
function hasCondition(
  { "if-range": condition }: IncomingMessage["headers"],
  etag: string | undefined,
): boolean {
  return condition !== undefined && condition !== etag;
}

async function sendSeveral(
  response: ServerResponse,
  ranges: readonly WantedRange[],
  { byteLength, source }: Pick<ServedFile, "byteLength" | "source">,
  type: string,
  signal: AbortSignal,
): Promise<void> {
  const boundary = randomUUID();
  const { end, heads, length } = partHeads(ranges, byteLength, type, boundary);
  response.writeHead(206, {
    "content-length": length,
    "content-type": `multipart/byteranges; boundary=${boundary}`,
  });
  async function* parts() {
    for (const [i, { end: to, start }] of ranges.entries()) {
      yield heads[i]!;
      yield* pieces(source, start, to, signal);
    }
    yield end;
  }
  await pipeline(Readable.from(parts()), response);
}

/** Whether If-None-Match names this version, among others or weakly (RFC 9110, 13.1.2). */
function isKnown(condition: string | undefined, etag: string): boolean {
  const known = condition?.split(",").map((one) => one.trim().replace(/^W\//, "")) ?? [];
  return known.includes(etag) || known.includes("*");
}

async function* pieces(
  source: ServedFile["source"],
  start: number,
  end: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += PIECE) yield source.slice(at, Math.min(at + PIECE, end), { signal });
}

/** What a request asks for: a path, or a whole address as for a proxy. */
function urlOf(target: string): URL | undefined {
  try {
    return new URL(target.startsWith("/") ? `http://localhost${target}` : target);
  } catch {
    return undefined;
  }
}

/**
 * The path without its first slash, decoded; undefined for one with empty, hidden or dotted names, or with characters
 * that are separators on some system.
 */
function pathOf({ pathname }: URL): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(pathname.slice(1));
  } catch {
    return undefined;
  }
  const names = path.replace(/\/$/, "").split("/");
  const isPlain = path === "" || names.every((name) => /^[^.\\\0:][^\\\0:]*$/.test(name));
  return isPlain ? path : undefined;
}

function commonHeaders({ headers }: IncomingMessage, access: Access): Record<string, string> {
  const origin = allowedOrigin(headers.origin, access);
  const common = { "x-content-type-options": "nosniff", "cache-control": "no-cache", vary: "origin" };
  if (origin === undefined) return common;
  return {
    ...common,
    "access-control-allow-origin": origin,
    "access-control-allow-methods": "GET, HEAD",
    "access-control-allow-headers": "range, if-range, if-none-match, authorization",
    "access-control-expose-headers": "content-range, content-length, accept-ranges, etag",
    "access-control-allow-private-network": "true",
    "access-control-max-age": "600",
    "cross-origin-resource-policy": "cross-origin",
  };
}

function statusOf(error: unknown): number {
  if (!isEcephysError(error)) return 500;
  if (error.code === "not-found") return 404;
  if (error.status === 401 || error.status === 403) return 403;
  return error.code === "fetch" || error.code === "response" ? 502 : 500;
}

function text(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${body}\n`);
}

/** A page of links, which `listFiles` of @ecephys/fetch-s3 understands. */
function index(response: ServerResponse, names: readonly string[]): void {
  const links = names.map((name) => {
    const href = name.split("/").map(encodeURIComponent).join("/");
    return `<li><a href="${href}">${name.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`)}</a></li>`;
  });
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'",
  });
  response.end(`<!doctype html><title>ecephys serve</title><ul>${links.join("")}</ul>\n`);
}
