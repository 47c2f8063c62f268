import { isEcephysError } from "../errors.ts";
import type { RemoteParts, RemotePiece } from "../remote-file.ts";
import { boundaryOf, piecesOf, type WantedPart } from "./byte-ranges.ts";
import { exchange, type HttpOptions } from "./exchange.ts";
import { type HttpSubject, responseError } from "./failure.ts";
import { contentLength, isEncoded, validatorOf } from "./headers.ts";

/** Origins whose servers do not send several parts at once. */
const WITHOUT = new Set<string>();
const MOST_ORIGINS = 1000;
/** Headers of object stores, none of which sends several parts at once. */
const STORES = ["x-amz-request-id", "x-ms-request-id", "x-guploader-uploadid"];
/** Statuses that say nothing of whether a server does. */
const PASSING: ReadonlySet<number> = new Set([401, 403, 404, 408, 410, 425, 429]);

/**
 * Whether a server may send several parts in one answer, as far as is known. Pages do not ask: their browser would
 * first ask each server of another origin whether they may.
 */
export function maySendParts({ origin }: URL): boolean {
  return (globalThis as { location?: unknown }).location === undefined && !WITHOUT.has(origin);
}

/** Learns from an answer to another request whether it is worth to ask. */
export function noteServer({ origin }: URL, headers: Headers): void {
  if (STORES.some((name) => headers.has(name))) noteWithout(origin);
}

/**
 * Several parts by one request, in their order.
 * @throws an EcephysError "response" where the server does not send them so, which is known from then on.
 */
export async function openHttpParts(
  url: URL,
  parts: readonly WantedPart[],
  options: HttpOptions,
  subject: HttpSubject,
): Promise<RemoteParts> {
  const range = `bytes=${parts.map(([start, end]) => `${start}-${end - 1}`).join(",")}`;
  const headers = { "accept-encoding": "identity", range };
  const answer = await exchange({ method: "GET", url, headers }, options, subject);
  const { response } = answer;
  const boundary =
    response.status === 206 && !isEncoded(response.headers) ? boundaryOf(response.headers) : undefined;
  if (boundary === undefined) {
    answer.drop();
    if (response.status < 500 && !PASSING.has(response.status)) noteWithout(url.origin);
    throw responseError(subject, "the server does not send several parts at once");
  }
  const stream = answer.body(contentLength(response.headers));
  return {
    validator: validatorOf(response.headers),
    pieces: noting(url, piecesOf(stream, boundary, parts, subject)),
  };
}

/** Does not ask a server again whose parts are not those that were requested. */
async function* noting({ origin }: URL, pieces: AsyncIterable<RemotePiece>): AsyncGenerator<RemotePiece> {
  try {
    yield* pieces;
  } catch (error) {
    if (isEcephysError(error, "response")) noteWithout(origin);
    throw error;
  }
}

function noteWithout(origin: string): void {
  if (WITHOUT.size >= MOST_ORIGINS) WITHOUT.clear();
  WITHOUT.add(origin);
}
