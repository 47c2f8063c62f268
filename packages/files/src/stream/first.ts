import { isEcephysError } from "../errors.ts";
import { retrying } from "../http/retry.ts";
import type { RemoteBody, RemoteFile } from "../remote-file.ts";
import type { RetryOptions } from "../retry-options.ts";
import { onAbort } from "../tasks/on-abort.ts";
import { blockedByBrowser } from "./blocked.ts";
import type { KeptBlocks } from "./kept-blocks.ts";
import { noRanges, refused } from "./refusals.ts";

/** Bytes that are requested when a file is opened. */
export const FIRST = 5 * 2 ** 20;

/** The beginning of a file, which is on its way, and what came with it. */
export interface FirstPart {
  /** Undefined where it is kept on disk. */
  readonly body: RemoteBody | undefined;
  readonly byteLength: number;
  readonly validator: string | undefined;
  /** Ends its transfer. */
  readonly controller: AbortController;
  /** Requests that it took. */
  readonly requests: number;
}

/**
 * Requests the beginning of a file, and learns its size from the answer. Where parts of a version are kept, only what
 * the server calls its version now is asked.
 */
export async function openFirst(
  file: RemoteFile,
  retry: RetryOptions | undefined,
  signal: AbortSignal | undefined,
  kept?: KeptBlocks | undefined,
): Promise<FirstPart> {
  const known = kept?.version;
  if (known === undefined) return requestFirst(file, retry, signal);
  const { byteLength = known.byteLength, validator } = await retrying(
    () => file.info({ signal }),
    retry,
    signal,
  );
  if (validator !== known.validator || byteLength !== known.byteLength) {
    const first = await requestFirst(file, retry, signal);
    return { ...first, requests: first.requests + 1 };
  }
  return {
    body: undefined,
    byteLength: byteLength!,
    validator,
    controller: new AbortController(),
    requests: 1,
  };
}

async function requestFirst(
  file: RemoteFile,
  retry: RetryOptions | undefined,
  signal: AbortSignal | undefined,
): Promise<FirstPart> {
  let requests = 0;
  const controller = new AbortController();
  // Only the opening ends with the caller's signal.
  const release = onAbort(signal, () => controller.abort(signal?.reason));
  const open = async (end = FIRST): Promise<RemoteBody> => {
    requests++;
    try {
      return await file.open({ start: 0, end, signal: controller.signal, tries: 1 });
    } catch (error) {
      // A page that may not see which range was sent cannot tell a short file from a wrong part: ask for its size.
      if (end === FIRST && isEcephysError(error, "response")) {
        requests++;
        const { byteLength } = await file.info({ signal });
        if (byteLength !== undefined && byteLength > 0 && byteLength < FIRST) return open(byteLength);
      }
      throw (isEcephysError(error, "fetch") && (await blockedByBrowser(file, error, signal))) || error;
    }
  };
  let body: RemoteBody | undefined;
  try {
    signal?.throwIfAborted();
    body = await retrying(() => open(), retry, controller.signal);
    // A page may not see the range that was sent (CORS), but the size of a whole file, which is asked for then.
    if (body.byteLength === undefined) requests++;
    const byteLength = body.byteLength ?? (await file.info({ signal })).byteLength;
    if (byteLength === undefined) throw refused(file, "the server does not tell the file's size");
    if (body.isPart === false && byteLength > FIRST) throw noRanges(file);
    return { body, byteLength, validator: body.validator, controller, requests };
  } catch (error) {
    void body?.stream.cancel().catch(() => {});
    throw error;
  } finally {
    release();
  }
}
