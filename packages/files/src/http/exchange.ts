import type { OptionNames } from "../arguments/checks.ts";
import { EcephysError } from "../errors.ts";
import { displayUrl } from "./display-url.ts";
import { exchangeFailure, type HttpSubject, responseError } from "./failure.ts";
import { guardedBody } from "./guarded-body.ts";
import { transferCoding } from "./headers.ts";
import { Watchdog } from "./watchdog.ts";

/** What `fetch` looks like; anything of that shape will do. */
export type Fetch = typeof globalThis.fetch;

/** How a request is made. Times are milliseconds. */
export interface HttpOptions {
  /** The platform's by default. */
  readonly fetch?: Fetch | undefined;
  /** Sent with every request; left out after a redirect to another origin. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Longest silence of the server while something is expected of it; 60,000 by default. */
  readonly stallTimeout?: number | undefined;
  /** Longest time for the whole exchange; none by default. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export const HTTP_OPTIONS: OptionNames<HttpOptions> = {
  fetch: true,
  headers: true,
  stallTimeout: true,
  timeout: true,
  signal: true,
};

/** One request. */
export interface HttpRequest {
  readonly method: "GET" | "HEAD";
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** An answer whose body has not been read: it must be read to its end, or dropped. */
export interface Exchange {
  readonly response: Response;
  /**
   * The body; errors where it stalls, breaks, or has not exactly `length` bytes (where that is given). It
   * supports "byob" readers (which provide the memory) if the platform's body does.
   */
  body(length?: number | undefined): ReadableStream<Uint8Array>;
  /** Gives up the connection. */
  drop(): void;
}

const DEFAULT_STALL_TIMEOUT = 60_000;
const MAX_REDIRECTS = 10;
const LONGEST_SHOWN = 200;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Sends a request and waits for the head of its answer, whatever its status. Redirects are followed, never from
 * https to http. User name and password of the URL travel as basic authentication.
 * @throws an EcephysError "fetch" (connection, stall, time-out, redirects), or the signal's reason.
 */
export async function exchange(
  request: HttpRequest,
  options: HttpOptions,
  subject: HttpSubject,
): Promise<Exchange> {
  options.signal?.throwIfAborted();
  const limits = { ...options, stallTimeout: options.stallTimeout ?? DEFAULT_STALL_TIMEOUT };
  const watchdog = new Watchdog(limits);
  const failure = (error: unknown) => exchangeFailure(error, watchdog, limits, subject);
  try {
    watchdog.expect();
    const response = await unlessEnded(follow(request, options, subject, watchdog.signal), watchdog);
    watchdog.heard();
    requirePlainTransfer(response, subject);
    return {
      response,
      body: (length) => guardedBody(response.body, { watchdog, failure, subject, length }),
      drop: () => watchdog.drop(),
    };
  } catch (error) {
    watchdog.drop();
    throw failure(error);
  }
}

/** Follows redirects by hand where the platform lets us see them (not in browsers, which check schemes themselves). */
async function follow(
  request: HttpRequest,
  options: HttpOptions,
  subject: HttpSubject,
  signal: AbortSignal,
): Promise<Response> {
  const send = options.fetch ?? globalThis.fetch;
  let { url } = request;
  let headers: Record<string, string> = { ...authorization(url), ...options.headers, ...request.headers };
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    const plain = withoutCredentials(url);
    const init: RequestInit = {
      method: request.method,
      // What is kept is kept by us; a browser's cache would answer with bytes of another time.
      cache: "no-store",
      headers: requestHeaders(headers, subject),
      signal,
    };
    let response = await send(plain.href, { ...init, redirect: "manual" });
    if (response.type === "opaqueredirect") {
      response = await send(plain.href, { ...init, redirect: "follow" });
      if (response.url) requireSafeRedirect(plain, new URL(response.url), subject);
      return response;
    }
    if (!REDIRECTS.has(response.status)) return response;
    await response.body?.cancel();
    const next = resolved(response.headers.get("location"), plain);
    if (!next)
      throw responseError(subject, `the server answered ${response.status} without a usable location`);
    requireSafeRedirect(plain, next, subject);
    if (next.origin !== plain.origin) headers = { ...request.headers };
    url = next;
  }
  throw new EcephysError("fetch", {
    ...subject,
    reason: `the server redirected more than ${MAX_REDIRECTS} times`,
    remedy: "Check the address.",
  });
}

/** @throws an EcephysError "response" for an answer whose body would be handed over still compressed. */
function requirePlainTransfer({ headers }: Response, subject: HttpSubject): void {
  const coding = transferCoding(headers);
  if (coding === undefined) return;
  throw responseError(
    subject,
    `the server compressed the answer for the transfer (Transfer-Encoding: ${coding.slice(0, 40)}), which was not requested and cannot be read`,
    "Tell who runs the server or the proxy in between",
  );
}

function resolved(location: string | null, base: URL): URL | undefined {
  return location !== null && URL.canParse(location, base) ? new URL(location, base) : undefined;
}

function requireSafeRedirect(from: URL, to: URL, subject: HttpSubject): void {
  if (to.protocol === from.protocol || to.protocol === "https:") return;
  if (to.protocol !== "http:") {
    throw new EcephysError("fetch", {
      ...subject,
      reason: `the server redirects to ${displayUrl(to).slice(0, LONGEST_SHOWN)}, an address that is neither http nor https`,
      remedy: "Check the address, and what the server redirects it to.",
    });
  }
  throw new EcephysError("fetch", {
    ...subject,
    reason: `the server redirects from ${from.protocol} to ${displayUrl(to)}, which is refused`,
    remedy: "Use an address that does not leave https.",
  });
}

function withoutCredentials(url: URL): URL {
  const plain = new URL(url);
  plain.username = "";
  plain.password = "";
  plain.hash = "";
  return plain;
}

function authorization({ username, password }: URL): Record<string, string> {
  if (!username && !password) return {};
  const bytes = new TextEncoder().encode(`${decoded(username)}:${decoded(password)}`);
  return { authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Headers, checked here because the platform's own error would show their values. */
function requestHeaders(
  headers: Readonly<Record<string, string>>,
  subject: HttpSubject,
): Record<string, string> {
  const checked = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    try {
      checked.set(name, value);
    } catch {
      const reason = `the value of the header "${name}" cannot be sent`;
      throw new EcephysError("argument", { ...subject, reason });
    }
  }
  return Object.fromEntries(checked);
}

/** As `promise`, but rejects as soon as the exchange is ended, even where `fetch` ignores its signal. */
function unlessEnded(promise: Promise<Response>, watchdog: Watchdog): Promise<Response> {
  return new Promise((resolve, reject) => {
    let ended = false;
    watchdog.onVerdict = () => {
      ended = true;
      reject(new Error("ended"));
    };
    promise.then((response) => {
      if (ended) void response.body?.cancel().catch(() => {});
      resolve(response);
    }, reject);
  });
}
