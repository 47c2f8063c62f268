import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Who may read what is served. */
export interface Access {
  readonly port: number;
  /** Origins of pages that may read, besides the server's own; "*" for all. */
  readonly origins: readonly string[];
  /** Needed by every request, if there is one. */
  readonly token: string | undefined;
}

/** A refused request: its status, and a sentence for whoever made it. */
export interface Refusal {
  readonly status: number;
  readonly text: string;
}

/**
 * What stands against a request; undefined for one that may read.
 *
 * The Host header has to name this machine: a page elsewhere whose host name was made to point here (DNS rebinding)
 * sends its own. A page of another origin has to be allowed, also where it could not read the answer.
 */
export function refusalOf({ headers }: IncomingMessage, url: URL, access: Access): Refusal | undefined {
  if (!isOwnHost(headers.host, access.port))
    return { status: 421, text: "This server answers to 127.0.0.1 and localhost alone." };
  const { origin } = headers;
  if (origin !== undefined && allowedOrigin(origin, access) === undefined)
    return {
      status: 403,
      text: `Pages of ${origin} may not read here; start the server with --allow-origin ${origin}.`,
    };
  if (access.token === undefined || hasToken(headers.authorization, url, access.token)) return undefined;
  return {
    status: 401,
    text: "Give the token: ?token=… in the address, or an Authorization: Bearer header.",
  };
}

/** The origin to be named in the answer, if pages of it may read. */
export function allowedOrigin(origin: string | undefined, { origins, port }: Access): string | undefined {
  if (origin === undefined) return undefined;
  const own = ["127.0.0.1", "localhost", "[::1]"].some((host) => origin === `http://${host}:${port}`);
  return own || origins.includes("*") || origins.includes(origin) ? origin : undefined;
}

function isOwnHost(host: string | undefined, port: number): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].some((name) => host === `${name}:${port}`);
}

function hasToken(authorization: string | undefined, url: URL, token: string): boolean {
  const given = authorization?.replace(/^Bearer /i, "") ?? url.searchParams.get("token") ?? "";
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}
