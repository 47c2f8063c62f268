import { EcephysError, isEcephysError } from "../errors.ts";
import { parseRetryAfter } from "./headers.ts";
import type { Watchdog, WatchdogLimits } from "./watchdog.ts";

/** The subject of a message about an exchange. */
export interface HttpSubject {
  /** "Fetching the units". */
  readonly action: string;
  /** A URL without secrets, with or without the name of what is behind it. */
  readonly resource: string;
}

/** The error of an exchange that did not come to its end: the signal's reason where the caller aborted. */
export function exchangeFailure(
  error: unknown,
  watchdog: Watchdog,
  limits: WatchdogLimits,
  subject: HttpSubject,
): unknown {
  switch (watchdog.verdict) {
    case "aborted":
      return limits.signal?.reason;
    case "stalled":
      return fetchError(subject, `the server sent nothing for ${seconds(limits.stallTimeout)}`);
    case "timed out":
      return fetchError(subject, `it took longer than ${seconds(limits.timeout ?? 0)}`);
    case undefined:
      return isEcephysError(error) ? error : connectionError(error, subject);
  }
}

/**
 * The error of an answer whose status is not that of a success. A missing file is "not-found"; for a service (a
 * query), the same statuses mean that its address is wrong.
 */
export function statusError(
  response: Response,
  subject: HttpSubject,
  asked: "file" | "service" = "file",
): EcephysError {
  const { status, statusText, headers } = response;
  const reason = `the server answered ${status}${statusText ? ` ${statusText}` : ""}`;
  if (asked === "file" && (status === 404 || status === 410)) {
    const remedy = "Check that it still exists there.";
    return new EcephysError("not-found", { ...subject, reason, remedy, status });
  }
  const retryable = RETRIED.has(status);
  return new EcephysError("fetch", {
    ...subject,
    reason,
    remedy: retryable ? "Try again later." : STATUS_REMEDIES.get(status),
    retryable,
    retryAfter: parseRetryAfter(headers.get("retry-after")),
    status,
  });
}

/** The error of an answer that is not what was requested. */
export function responseError(subject: HttpSubject, reason: string, remedy?: string): EcephysError {
  return new EcephysError("response", { ...subject, reason, remedy });
}

/** The error of a transfer that broke and may work when tried again. */
export function fetchError(subject: HttpSubject, reason: string, cause?: unknown): EcephysError {
  const remedy = "Check the connection and try again.";
  return new EcephysError("fetch", { ...subject, reason, remedy, cause, retryable: true });
}

const RETRIED: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

const STATUS_REMEDIES: ReadonlyMap<number, string> = new Map([
  [401, "Check the user name and password, or the token."],
  [403, "Check that you may read it."],
  [404, "Check the address of the service."],
  [407, "Check the settings of the proxy."],
]);

/** What connection errors are called by the platforms, and what they mean. */
const CONNECTION_REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the server refused the connection",
  ECONNRESET: "the connection was lost",
  EPIPE: "the connection was lost",
  UND_ERR_SOCKET: "the connection was lost",
  ENOTFOUND: "the host is not known",
  EAI_AGAIN: "the host's address could not be looked up",
  ETIMEDOUT: "the connection timed out",
  UND_ERR_CONNECT_TIMEOUT: "the connection timed out",
  UND_ERR_HEADERS_TIMEOUT: "the server did not answer in time",
  UND_ERR_BODY_TIMEOUT: "the server stopped sending",
  ENETUNREACH: "the network cannot be reached",
  EHOSTUNREACH: "the host cannot be reached",
};

const NEVER_RETRIED =
  /CERT|_TLS_|SELF_SIGNED|UNABLE_TO|bad port|unknown scheme|ERR_INVALID|UND_ERR_INVALID|EPROTO|ERR_SSL/i;

/** The parser's codes for an answer that breaks the rules, which it would do again; not those for one that ends early. */
const NOT_HTTP = /^HPE_(?!INVALID_EOF_STATE|CLOSED_CONNECTION|INTERNAL)|^UND_ERR_HEADERS_OVERFLOW/;
const NOT_TLS = /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)|^EPROTO$/;

function connectionError(error: unknown, subject: HttpSubject): EcephysError {
  const { code, message, proxy } = innermost(error);
  if (proxy !== undefined) return proxyFailure(code, proxy, error, subject);
  const isProtocol = NOT_HTTP.test(code) || NOT_TLS.test(code);
  const permanent = isProtocol || NEVER_RETRIED.test(`${code} ${message}`);
  const remedy = isProtocol
    ? "Check the address, its port and any proxy in between."
    : "Check the address and its certificate.";
  return new EcephysError("fetch", {
    ...subject,
    reason: connectionReason(code),
    remedy: (permanent ? remedy : "Check the connection and try again.") + unusedProxy(),
    cause: error,
    retryable: !permanent,
  });
}

/** The failure of a connection to a proxy, or of the proxy itself. */
function proxyFailure(code: string, proxy: string, cause: unknown, subject: HttpSubject): EcephysError {
  const status = /^ERR_PROXY_STATUS_(\d+)$/.exec(code)?.[1];
  const known = CONNECTION_REASONS[code]?.replace("the server", "it");
  const reason = status ? `it answered ${status}` : (known ?? `the connection failed (${code})`);
  const permanent = code === "ERR_PROXY_ADDRESS" || (status !== undefined && !RETRIED.has(Number(status)));
  return new EcephysError("fetch", {
    ...subject,
    reason:
      code === "ERR_PROXY_ADDRESS" ? `${proxy} is no http or https address` : `${proxy} failed: ${reason}`,
    remedy: "Check the proxy, or name the host in NO_PROXY to connect directly.",
    cause,
    retryable: !permanent,
  });
}

/** What to say where a connection failed that did not go through the proxy that is set. */
function unusedProxy(): string {
  const { process } = globalThis as { process?: { env?: Readonly<Record<string, string | undefined>> } };
  const names = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"];
  const name = names.find((one) => process?.env?.[one]);
  if (name === undefined || process?.env?.NODE_USE_ENV_PROXY === "1") return "";
  return ` ${name} is set: this connection did not use it unless its \`fetch\` does, as nodeFetch of @ecephys/files/node.`;
}

function connectionReason(code: string): string {
  if (NOT_HTTP.test(code)) return `the answer breaks the rules of HTTP (${code})`;
  if (NOT_TLS.test(code)) return `the server does not speak TLS (${code})`;
  return CONNECTION_REASONS[code] ?? `the connection failed${code ? ` (${code})` : ""}`;
}

interface Innermost {
  readonly code: string;
  readonly message: string;
  /** The proxy that failed, where one did. */
  readonly proxy?: string;
}

type ErrorLike = Readonly<Partial<Record<"code" | "message" | "name" | "proxy" | "cause", unknown>>>;

/** Code and message of the deepest cause that has a code; fetch wraps the cause of its "fetch failed". */
function innermost(error: unknown): Innermost {
  let found: Innermost = {
    code: "",
    message: String((error as { message?: unknown } | null)?.message ?? ""),
  };
  let current: unknown = error;
  for (let depth = 0; depth < 5 && typeof current === "object" && current !== null; depth += 1) {
    const { message, name, proxy, cause, code: own } = current as ErrorLike;
    const code = own ?? parserCode(name, message);
    if (typeof code === "string") found = { ...found, code, message: String(message) };
    if (typeof proxy === "string") found = { ...found, proxy };
    current = cause;
  }
  return found;
}

/** The code of an error of the HTTP parser, which newer platforms leave out. */
function parserCode(name: unknown, message: unknown): string | undefined {
  if (name !== "HTTPParserError") return undefined;
  return /EOF|closed/i.test(String(message)) ? "HPE_INVALID_EOF_STATE" : "HPE_INVALID";
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
