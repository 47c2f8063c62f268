import { argumentChecks, type OptionNames } from "../arguments/checks.ts";
import type { ByteSource } from "../byte-source.ts";
import { clamp } from "../clamp.ts";
import type { DataFile } from "../data-file.ts";
import { EcephysError } from "../errors.ts";
import type { RemoteBody, RemoteFile, RemoteFileInfo } from "../remote-file.ts";
import { fetchError, type HttpSubject } from "./failure.ts";
import { type HttpFileOptions, httpFile } from "./http-file.ts";
import { checkRetry, type RetryOptions, retrying } from "./retry.ts";

/** How a remote file is read in parts. */
export interface RemoteByteSourceOptions {
  /** How often a slice that fails or breaks off is requested again. */
  readonly retry?: RetryOptions | undefined;
  readonly signal?: AbortSignal | undefined;
}

const ACTION = "Reading a part";
const OPTIONS: OptionNames<RemoteByteSourceOptions> = { retry: true, signal: true };
const CALL_OPTIONS: OptionNames<Pick<RemoteByteSourceOptions, "signal">> = { signal: true };

/**
 * Random access to a file on an HTTP server, one range request per slice; nothing is cached. The size is
 * requested first. A slice that breaks off is requested again (`retry`); a file that changes in the meantime
 * and a server that ignores ranges are errors, and never give wrong bytes.
 * @throws an EcephysError "not-found", "fetch"; "response" if size, version or ranges do not hold; the signal's
 * reason when aborted.
 */
export async function httpByteSource(
  options: HttpFileOptions,
  call: { signal?: AbortSignal | undefined } = {},
): Promise<ByteSource> {
  const { signal } = argumentChecks(ACTION).knownOptions(call, CALL_OPTIONS);
  return remoteByteSource(httpFile(options), { signal, retry: options.retry });
}

/** As `httpByteSource`, over any RemoteFile. */
export async function remoteByteSource(
  file: RemoteFile,
  options: RemoteByteSourceOptions = {},
): Promise<ByteSource> {
  const checks = argumentChecks(ACTION);
  checkRetry(checks, checks.knownOptions(options, OPTIONS).retry);
  return sourceOf(file, await sizedInfo(file, options.signal), options.retry);
}

/**
 * A file on a server for readers: in its current version, read by ranges and never downloaded completely. The
 * size is requested first; parts that break off are requested again according to `file.retry`.
 * @throws an EcephysError "not-found", "fetch"; "response" if the server does not give the size; the signal's
 * reason. What is read from a file that changed in the meantime is an EcephysError "response".
 */
export async function remoteDataFile(
  file: RemoteFile,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<DataFile> {
  const { signal } = argumentChecks(ACTION).knownOptions(options, CALL_OPTIONS);
  const info = await sizedInfo(file, signal);
  const { byteLength, validator } = info;
  return { name: file.url, byteLength, validator, source: async () => sourceOf(file, info, file.retry) };
}

interface SizedInfo extends RemoteFileInfo {
  readonly byteLength: number;
}

async function sizedInfo(file: RemoteFile, signal: AbortSignal | undefined): Promise<SizedInfo> {
  const info = await file.info({ signal });
  const { byteLength } = info;
  if (byteLength === undefined) throw unusable(subjectOf(file), "the server does not give the file's size");
  return { ...info, byteLength };
}

function subjectOf({ url }: RemoteFile): HttpSubject {
  return { action: ACTION, resource: url };
}

function sourceOf(file: RemoteFile, info: SizedInfo, retry: RetryOptions | undefined): ByteSource {
  const subject = subjectOf(file);
  const { byteLength } = info;
  return {
    byteLength,
    slice: async (from, to, { signal } = {}) => {
      const start = clamp(Math.trunc(from), 0, byteLength);
      const end = clamp(Math.trunc(to), 0, byteLength);
      if (end <= start) return new Uint8Array(0);
      const read = async () => {
        const body = await file.open({ start, end, signal });
        return readExactly(await checked(body, start, info, subject), end - start, subject);
      };
      return retrying(read, retry, signal);
    },
  };
}

/** The body's stream, where it is of the same version and starts where it should. */
async function checked(
  body: RemoteBody,
  start: number,
  known: RemoteFileInfo,
  subject: HttpSubject,
): Promise<ReadableStream<Uint8Array>> {
  const changed = differs(body.validator, known.validator) || differs(body.byteLength, known.byteLength);
  if (!changed && body.start === start) return body.stream;
  await body.stream.cancel();
  throw changed
    ? unusable(subject, "the file changed on the server while it was read", "Open it again.")
    : unusable(subject, "the server does not serve parts of a file (Range)");
}

function differs<T>(now: T | undefined, then: T | undefined): boolean {
  return now !== undefined && then !== undefined && now !== then;
}

/** The first `length` bytes of a stream, which is read to its end where that is all (so the connection lives on). */
async function readExactly(
  stream: ReadableStream<Uint8Array>,
  length: number,
  subject: HttpSubject,
): Promise<Uint8Array> {
  const bytes = allocate(length, subject);
  const reader = stream.getReader();
  let count = 0;
  while (count < length) {
    const { done, value } = await reader.read();
    if (done) throw fetchError(subject, `the answer ended after ${count} of ${length} bytes`);
    bytes.set(value.subarray(0, length - count), count);
    count += Math.min(value.byteLength, length - count);
  }
  if (!(await reader.read()).done) await reader.cancel();
  return bytes;
}

/** Memory for what a server says that it has. @throws an EcephysError "response" where there is not so much. */
function allocate(length: number, subject: HttpSubject): Uint8Array {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    const reason = `${length} bytes at once are more than this platform's memory takes`;
    throw new EcephysError("response", { ...subject, reason, remedy: "Read it in smaller parts", cause });
  }
}

function unusable(subject: HttpSubject, reason: string, remedy = "Download the file instead."): EcephysError {
  return new EcephysError("response", { ...subject, reason, remedy });
}
