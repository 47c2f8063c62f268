import { argumentChecks, type OptionNames } from "../arguments/checks.ts";
import { joinBytes } from "../join-bytes.ts";
import { readChunks } from "./bytes.ts";
import { exchange } from "./exchange.ts";
import { type HttpSubject, responseError, statusError } from "./failure.ts";
import { requireFileContent } from "./file-content.ts";
import { contentLength, validatorOf } from "./headers.ts";
import { HTTP_FILE_OPTIONS, type HttpFileOptions, httpFile } from "./http-file.ts";
import { retrying } from "./retry.ts";

/** A file that is read completely, and under which conditions. */
export interface HttpContentOptions extends HttpFileOptions {
  /** The validator of the version that is already there: if it is current, nothing is transferred. */
  readonly validator?: string | undefined;
  /** Most bytes that are taken; a larger file is refused. 1 GiB by default. */
  readonly maximumLength?: number | undefined;
  /** Called with every piece as it arrives; `start` is its position, 0 again where a transfer is repeated. */
  readonly onChunk?: ((chunk: Uint8Array, start: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A file's content. */
export interface HttpContent {
  readonly bytes: Uint8Array;
  /** What the server calls this version. */
  readonly validator?: string | undefined;
}

const OPTIONS: OptionNames<HttpContentOptions> = {
  ...HTTP_FILE_OPTIONS,
  validator: true,
  maximumLength: true,
  onChunk: true,
  signal: true,
};

const GIBIBYTE = 2 ** 30;

/**
 * The content of a file that fits in memory, by one GET; `undefined` if it is still the version of `validator`,
 * which costs a request without a body (If-None-Match, or If-Modified-Since for a date). A transfer that breaks
 * off is repeated according to `retry`.
 * @throws an EcephysError "not-found", "fetch"; "response" if the answer cannot be the file, or is too long; the
 * signal's reason.
 */
export async function httpContent(options: HttpContentOptions): Promise<HttpContent | undefined> {
  const checks = argumentChecks("Fetching");
  const { maximumLength, onChunk, signal, validator, ...file } = checks.knownOptions(options, OPTIONS);
  checks.count("the option maximumLength", maximumLength, 0);
  const { url: shown } = httpFile(file);
  const resource = file.name === undefined ? shown : `${file.name} (${shown})`;
  const subject = { action: "Fetching", resource };
  const wanted = { ...options, maximumLength: maximumLength ?? GIBIBYTE };
  return retrying(() => fetchOnce(wanted, subject), file.retry, signal);
}

async function fetchOnce(
  options: HttpContentOptions & { readonly maximumLength: number },
  subject: HttpSubject,
): Promise<HttpContent | undefined> {
  const { content, fetch, headers, maximumLength, onChunk, signal, stallTimeout, validator } = options;
  const condition = { "accept-encoding": "identity", ...conditionOf(validator) };
  const request = { method: "GET", url: new URL(options.url), headers: condition } as const;
  const answer = await exchange(request, { fetch, headers, stallTimeout, signal }, subject);
  const { response } = answer;
  try {
    const now = validatorOf(response.headers);
    if (validator !== undefined && (response.status === 304 || now === validator)) {
      answer.drop();
      return undefined;
    }
    if (response.status !== 200)
      throw response.ok || response.status === 304
        ? responseError(subject, `the server answered ${response.status} without a file`)
        : statusError(response, subject);
    requireFileContent(response.headers, content, subject);
    const length = contentLength(response.headers);
    if (length !== undefined && length > maximumLength)
      throw responseError(subject, `the file has ${length} bytes, more than ${maximumLength}`);
    const chunks = await readChunks(answer.body(length), maximumLength, subject, onChunk);
    return { bytes: joinBytes(chunks), validator: now };
  } catch (error) {
    answer.drop();
    throw error;
  }
}

function conditionOf(validator: string | undefined): Record<string, string> {
  if (validator === undefined) return {};
  const isEtag = /^(W\/)?"/.test(validator);
  return isEtag ? { "if-none-match": validator } : { "if-modified-since": validator };
}
