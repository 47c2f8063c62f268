import { argumentChecks, type OptionNames } from "../arguments/checks.ts";
import { EcephysError } from "../errors.ts";
import { joinBytes } from "../join-bytes.ts";
import { exchange, HTTP_OPTIONS, type HttpOptions, type HttpRequest } from "./exchange.ts";
import { type HttpSubject, responseError, statusError } from "./failure.ts";
import { contentLength } from "./headers.ts";

/** What is requested, and how much of it is accepted at most. */
export interface HttpBytesOptions extends HttpOptions {
  readonly headers?: HttpRequest["headers"];
  /** Most bytes that are taken; a larger answer is refused. 1 GiB by default. */
  readonly maximumLength?: number | undefined;
}

const HTTP_BYTES_OPTIONS: OptionNames<HttpBytesOptions> = { ...HTTP_OPTIONS, maximumLength: true };

const GIBIBYTE = 2 ** 30;

/**
 * The complete body of one GET to a service, for responses that fit in memory; sent once (see `retrying`).
 * @throws an EcephysError "fetch" (no connection, a status, a stall) or "response"; the signal's reason when
 * aborted.
 */
export async function httpBytes(
  url: URL,
  options: HttpBytesOptions,
  subject: HttpSubject,
): Promise<Uint8Array> {
  const checks = argumentChecks(subject.action);
  const { maximumLength, stallTimeout, timeout } = checks.knownOptions(options, HTTP_BYTES_OPTIONS);
  checks.positive("the option stallTimeout", stallTimeout, "milliseconds");
  checks.positive("the option timeout", timeout, "milliseconds");
  checks.count("the option maximumLength", maximumLength, 0);
  const answer = await exchange({ method: "GET", url }, options, subject);
  const { response } = answer;
  if (response.status !== 200) {
    answer.drop();
    throw response.ok
      ? responseError(subject, `the server answered ${response.status} without a body`)
      : statusError(response, subject, "service");
  }
  const maximum = maximumLength ?? GIBIBYTE;
  const chunks = await readChunks(answer.body(contentLength(response.headers)), maximum, subject);
  return joinBytes(chunks);
}

/**
 * Reads a stream to its end. @throws an EcephysError "response" if it is longer than `maximum`, and what the
 * stream errors with.
 */
export async function readChunks(
  stream: ReadableStream<Uint8Array>,
  maximum: number,
  subject: HttpSubject,
  onChunk?: ((chunk: Uint8Array, start: number) => void) | undefined,
): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  const reader = stream.getReader();
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    if (length + value.byteLength > maximum) {
      await reader.cancel();
      throw new EcephysError("response", {
        ...subject,
        reason: `the answer is longer than ${maximum} bytes`,
      });
    }
    onChunk?.(value, length);
    length += value.byteLength;
    chunks.push(value);
  }
}
