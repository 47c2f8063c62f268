import { argumentChecks, type OptionNames } from "../arguments/checks.ts";
import { EcephysError } from "../errors.ts";
import type { OpenRemoteFileOptions, RemoteBody, RemoteFile, RemoteFileInfo } from "../remote-file.ts";
import { displayUrl, parseUrl } from "./display-url.ts";
import { exchange, type Fetch, type HttpOptions } from "./exchange.ts";
import { type HttpSubject, responseError, statusError } from "./failure.ts";
import { requireFileContent } from "./file-content.ts";
import { contentLength, parseContentRange, sha256Of, totalOfUnsatisfied, validatorOf } from "./headers.ts";
import { maySendParts, noteServer, openHttpParts } from "./http-parts.ts";
import { checkPart, type Part, partHeaders, partialBody, WHOLE } from "./part.ts";
import { checkRetry, type RetryOptions, retrying } from "./retry.ts";

/** Options of a file on an HTTP server. Times are milliseconds. */
export interface HttpFileOptions {
  /** http or https; user name and password in it are sent as basic authentication and never shown. */
  readonly url: string | URL;
  /** For messages: "the NWB file of session 715093703"; the URL alone by default. */
  readonly name?: string | undefined;
  /** The `fetch` to use: the platform's by default. */
  readonly fetch?: Fetch | undefined;
  /** Headers of every request, such as an authorization; left out after a redirect to another origin. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Longest silence of the server, 60,000 by default. There is no limit to the whole transfer. */
  readonly stallTimeout?: number | undefined;
  /** How often a request whose answer has not begun is sent again; a body that breaks off must be requested again by the caller. */
  readonly retry?: RetryOptions | undefined;
  /** "any" also takes HTML, JSON and XML, which are otherwise refused as error pages; "binary" by default. */
  readonly content?: "binary" | "any" | undefined;
}

export const HTTP_FILE_OPTIONS: OptionNames<HttpFileOptions> = {
  url: true,
  name: true,
  fetch: true,
  headers: true,
  stallTimeout: true,
  retry: true,
  content: true,
};

const INFO_OPTIONS: OptionNames<Pick<OpenRemoteFileOptions, "signal">> = { signal: true };
const OPEN_OPTIONS: OptionNames<OpenRemoteFileOptions> = {
  start: true,
  end: true,
  validator: true,
  tries: true,
  signal: true,
};

/**
 * A file on an HTTP server as a RemoteFile. Nothing is transferred before `open` or `info`. A part is requested
 * as a range; if the server ignores ranges, the file has changed (`validator`) or the answer is compressed, the
 * body starts at byte 0, which its `start` says. Validators are strong ETags, else Last-Modified. Redirects are
 * followed, never from https to http. The body errors on a stall, a lost connection and a wrong length;
 * aborting rejects with the signal's reason.
 * @throws an EcephysError "argument" if the URL is not http or https, or an option is invalid.
 */
export function httpFile(options: HttpFileOptions): RemoteFile {
  const checks = argumentChecks("Opening a remote file");
  checks.knownOptions(options, HTTP_FILE_OPTIONS);
  const url = parseUrl(options.url);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new EcephysError("argument", {
      action: "Opening a remote file",
      resource: options.name ?? displayUrl(options.url),
      reason: "its address is not an http or https URL",
    });
  }
  checks.positive("the option stallTimeout", options.stallTimeout, "milliseconds");
  checkRetry(checks, options.retry);
  const { content = "binary" } = options;
  if (content !== "binary" && content !== "any")
    throw checks.refusal("the option content", content, '"binary" or "any"');
  const target: Target = { url, shown: displayUrl(url), options };
  return {
    url: target.shown,
    retry: options.retry ?? {},
    info: async (call = {}) => {
      const { signal } = argumentChecks("Asking about a file").knownOptions(call, INFO_OPTIONS);
      return retrying(() => askInfo(target, signal), options.retry, signal);
    },
    open: async (wanted = {}) => {
      argumentChecks("Fetching").knownOptions(wanted, OPEN_OPTIONS);
      const part = checkPart(wanted, subjectOf(target, "Fetching"));
      const retry = wanted.tries === undefined ? options.retry : { ...options.retry, tries: wanted.tries };
      return retrying(() => openPart(target, part, wanted.signal), retry, wanted.signal);
    },
    parts: {
      isPossible: () => maySendParts(url),
      open: async (parts, call = {}) => {
        const { signal } = argumentChecks("Fetching").knownOptions(call, INFO_OPTIONS);
        return openHttpParts(url, parts, httpOptions(options, signal), subjectOf(target, "Fetching"));
      },
    },
  };
}

interface Target {
  readonly url: URL;
  readonly shown: string;
  readonly options: HttpFileOptions;
}

async function askInfo(target: Target, signal: AbortSignal | undefined): Promise<RemoteFileInfo> {
  const subject = subjectOf(target, "Asking about");
  const { response } = await askHead(target, "HEAD", WHOLE, signal, subject);
  if (response.ok) {
    requireFileContent(response.headers, target.options.content, subject);
    const byteLength = contentLength(response.headers);
    // Some servers say 0 where they mean that an answer to HEAD has no body.
    if (byteLength !== undefined && byteLength > 0)
      return { byteLength, validator: validatorOf(response.headers) };
  } else if (!HEAD_REFUSED.has(response.status)) {
    throw statusError(response, subject);
  }
  return askFirstByte(target, signal, subject);
}

/** Statuses of servers that serve a file but do not answer HEAD. */
const HEAD_REFUSED: ReadonlySet<number> = new Set([400, 403, 405, 501]);

/** A range of one byte gives the size where HEAD does not; an empty file cannot have one (416). */
async function askFirstByte(
  target: Target,
  signal: AbortSignal | undefined,
  subject: HttpSubject,
): Promise<RemoteFileInfo> {
  const { response } = await askHead(target, "GET", { start: 0, end: 1 }, signal, subject);
  const { headers, ok, status } = response;
  if (status === 416) return { byteLength: totalOfUnsatisfied(headers) };
  if (!ok) throw statusError(response, subject);
  requireFileContent(headers, target.options.content, subject);
  const byteLength =
    status === 206 ? parseContentRange(headers.get("content-range"))?.total : contentLength(headers);
  return { byteLength, validator: validatorOf(headers) };
}

/** An answer whose body is not wanted. */
async function askHead(
  { options, url }: Target,
  method: "GET" | "HEAD",
  part: Part,
  signal: AbortSignal | undefined,
  subject: HttpSubject,
) {
  const request = { method, url, headers: partHeaders(part) };
  const answer = await exchange(request, httpOptions(options, signal), subject);
  answer.drop();
  return answer;
}

async function openPart(target: Target, part: Part, signal: AbortSignal | undefined): Promise<RemoteBody> {
  const { options, url } = target;
  const subject = subjectOf(target, "Fetching");
  const request = { method: "GET", url, headers: partHeaders(part) } as const;
  const answer = await exchange(request, httpOptions(options, signal), subject);
  try {
    const { response, body } = answer;
    noteServer(url, response.headers);
    const partial = partialBody(answer, part, options.content, subject);
    if (partial === "restart") {
      answer.drop();
      return openPart(target, WHOLE, signal);
    }
    if (partial) return partial;
    if (!response.ok) throw statusError(response, subject);
    if (response.status !== 200) {
      throw responseError(subject, `the server answered ${response.status} without a file`);
    }
    requireFileContent(response.headers, options.content, subject);
    const byteLength = contentLength(response.headers);
    const validator = validatorOf(response.headers);
    const sha256 = sha256Of(response.headers);
    return { start: 0, isPart: false, byteLength, validator, sha256, stream: body(byteLength) };
  } catch (error) {
    answer.drop();
    throw error;
  }
}

function httpOptions(options: HttpFileOptions, signal: AbortSignal | undefined): HttpOptions {
  const { fetch, headers, stallTimeout } = options;
  return { fetch, headers, stallTimeout, signal };
}

function subjectOf({ options, shown }: Target, action: string): HttpSubject {
  return { action, resource: options.name === undefined ? shown : `${options.name} (${shown})` };
}
