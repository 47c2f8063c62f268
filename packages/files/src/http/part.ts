import { EcephysError } from "../errors.ts";
import type { OpenRemoteFileOptions, RemoteBody } from "../remote-file.ts";
import type { Exchange } from "./exchange.ts";
import { type HttpSubject, responseError } from "./failure.ts";
import { requireFileContent } from "./file-content.ts";
import {
  type ContentRange,
  contentLength,
  isEncoded,
  isStrongValidator,
  parseContentRange,
  totalOfUnsatisfied,
  validatorOf,
} from "./headers.ts";

/** A part of a file, `end` exclusive, of one version of it. */
export interface Part {
  readonly start: number;
  readonly end?: number | undefined;
  readonly validator?: string | undefined;
}

export const WHOLE: Part = { start: 0 };

/**
 * The part that a caller wants. With a validator that proves nothing (a weak ETag) a part cannot be continued,
 * so the whole is requested.
 * @throws an EcephysError "argument".
 */
export function checkPart(wanted: OpenRemoteFileOptions, subject: HttpSubject): Part {
  const { start = 0, end, validator } = wanted;
  const valid = [start, end ?? 0].every((bound) => Number.isSafeInteger(bound) && bound >= 0);
  if (!valid || (end !== undefined && end <= start)) {
    const reason = `bytes ${start} to ${end ?? "the end"} are not a part of a file`;
    throw new EcephysError("argument", { ...subject, reason });
  }
  return validator === undefined || isStrongValidator(validator) ? { start, end, validator } : WHOLE;
}

/** Headers that ask for a part, uncompressed; browsers see to the latter themselves where there is a range. */
export function partHeaders(part: Part): Record<string, string> {
  const { start, end, validator } = part;
  if (isWhole(part)) return { "accept-encoding": "identity" };
  const range = `bytes=${start}-${end === undefined ? "" : end - 1}`;
  const condition = validator === undefined ? {} : { "if-range": validator };
  return { "accept-encoding": "identity", range, ...condition };
}

/**
 * The body of an answer 206; `undefined` for another answer, "restart" if the part is of another version of the
 * file or of its compressed form, or is not the one that a transfer was resuming, so that the complete file is
 * needed.
 * @throws an EcephysError "response" if the part is not the one that was requested.
 */
export function partialBody(
  { response, body }: Exchange,
  part: Part,
  content: "binary" | "any" | undefined,
  subject: HttpSubject,
): RemoteBody | "restart" | undefined {
  const { headers, status } = response;
  if (status === 416) {
    if (part.validator !== undefined) return "restart";
    throw unsatisfied(headers, part, subject);
  }
  if (status !== 206) return undefined;
  if (isWhole(part))
    throw responseError(
      subject,
      "the server answered with a part, but the complete file was requested",
      WRONG_RANGES,
    );
  if (isEncoded(headers) || hasChanged(part.validator, headers)) return "restart";
  requireFileContent(headers, content, subject);
  const range = parseContentRange(headers.get("content-range"));
  const problem = range ? problemOf(range, part) : mayHideHeaders(response) ? undefined : UNSAID;
  if (problem !== undefined) {
    // The complete file can still be transferred.
    if (part.validator !== undefined) return "restart";
    throw responseError(subject, problem, WRONG_RANGES);
  }
  const length = range ? range.last + 1 - range.first : hiddenLength(headers, part, subject);
  return {
    start: part.start,
    isPart: true,
    byteLength: range?.total,
    validator: validatorOf(headers),
    stream: body(length),
  };
}

const WRONG_RANGES =
  "The server, or a proxy on the way, serves parts of files wrongly: try without the proxy, or download the whole file.";

const UNSAID = "the server answered with a part but did not say which (Content-Range)";

/** What is wrong with a part that is not the one that was requested. */
function problemOf({ first, last, total }: ContentRange, part: Part): string | undefined {
  const end = Math.min(part.end ?? total ?? last + 1, total ?? Number.POSITIVE_INFINITY);
  if (first === part.start && last + 1 === end) return undefined;
  return `the server sent bytes ${first} to ${last} but ${part.start} to ${end - 1} were requested`;
}

/** In a browser a server may hide Content-Range from us (CORS); then the length has to speak for the part. */
function hiddenLength(headers: Headers, part: Part, subject: HttpSubject): number | undefined {
  const length = contentLength(headers);
  if (part.end === undefined || length === part.end - part.start) return length;
  throw responseError(
    subject,
    "the server sent a different part than requested, or one that extends beyond the file's end",
    "Let the server expose Content-Range (Access-Control-Expose-Headers).",
  );
}

function mayHideHeaders(response: Response): boolean {
  return response.type === "cors";
}

/** Whether the answer is of another version than the one that a transfer began with. */
function hasChanged(validator: string | undefined, headers: Headers): boolean {
  if (validator === undefined) return false;
  const now = validator.startsWith('"') ? headers.get("etag") : headers.get("last-modified");
  return now !== null && now.trim() !== validator;
}

function unsatisfied(headers: Headers, part: Part, subject: HttpSubject): EcephysError {
  const total = totalOfUnsatisfied(headers);
  const has = total === undefined ? "has fewer" : `has only ${total}`;
  return responseError(
    subject,
    `bytes from ${part.start} on were requested, but the file ${has} bytes`,
    "Open it again: it may have changed.",
  );
}

function isWhole({ start, end }: Part): boolean {
  return start === 0 && end === undefined;
}
