import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { EcephysError } from "@ecephys/files";
import { type Access, refusalOf } from "../serve/access.ts";
import { directoryPlace } from "../serve/directory-place.ts";
import type { Place, ServedFile } from "../serve/place.ts";
import { respond } from "../serve/respond.ts";
import type { ExploredFiles } from "./explored-files.ts";

/** The page of the explorer, on this machine. */
export interface PageFiles {
  readonly directory: string;
  readonly worker: string;
}

/**
 * What the page may do: run its own scripts and WebAssembly, and read from this server. Figures are SVG with styles of
 * their own. Nothing that a file holds can send anything elsewhere.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * Answers requests of the explorer's page: for those alone who know the token, which is the first part of the path, so
 * that whatever the page asks for has it.
 */
export function pageServer(page: PageFiles, files: ExploredFiles, token: string) {
  const places = [dataPlace(files), appPlace(page, files)];
  return async (request: IncomingMessage, response: ServerResponse, access: Access): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://localhost");
    response.setHeader("content-security-policy", POLICY);
    response.setHeader("referrer-policy", "no-referrer");
    response.setHeader("cross-origin-opener-policy", "same-origin");
    const refusal = refusalOf(request, url, access);
    if (refusal !== undefined) return refuse(response, refusal.status, refusal.text);
    const [, given = "", ...rest] = url.pathname.split("/");
    if (!isSame(given, token))
      return refuse(response, 403, "Open the address that ecephys explore has printed: it has a token.");
    if (rest.length === 0) {
      response.writeHead(308, { location: `/${token}/` }).end();
      return;
    }
    request.url = `/${rest.join("/") || "index.html"}`;
    await respond(request, response, places, access);
  };
}

function isSame(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}

/** The session's files, under names of this server's. */
function dataPlace({ lfp, session }: ExploredFiles): Place {
  const files = new Map([["session.nwb", session], ...(lfp ? [["lfp.nwb", lfp] as const] : [])]);
  return {
    prefix: "/data/",
    shown: "the session",
    list: async () => undefined,
    async open(path, signal) {
      const file = files.get(path);
      if (file === undefined) throw notThere(path);
      return file.open(signal);
    },
  };
}

/** The page's own files, and what it shall open. */
function appPlace({ directory, worker }: PageFiles, { lfp, name }: ExploredFiles): Place {
  const app = directoryPlace("/", directory, false);
  const own = worker.slice(0, -"worker.js".length);
  const beside = directoryPlace("/", own, false);
  const given = { name, session: "data/session.nwb", ...(lfp && { lfp: "data/lfp.nwb" }) };
  return {
    prefix: "/",
    shown: "the page",
    list: async () => undefined,
    async open(path, signal) {
      if (path === "session.json") return inMemory(JSON.stringify(given));
      return path === "worker.js" ? beside.open(path, signal) : app.open(path, signal);
    },
  };
}

function inMemory(text: string): ServedFile {
  const bytes = Buffer.from(text);
  return {
    byteLength: bytes.byteLength,
    source: { slice: async (start, end) => bytes.subarray(start, end) },
    close: async () => undefined,
  };
}

function refuse(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${body}\n`);
}

function notThere(path: string): EcephysError {
  return new EcephysError("not-found", {
    action: "Serving a file",
    resource: path,
    reason: "there is no such file",
  });
}
