import { EcephysError } from "../errors.ts";
import { parseUrl } from "../http/display-url.ts";
import type { RemoteFile } from "../remote-file.ts";
import { subjectOf } from "./refusals.ts";

/** The parts of a page's global scope that are used here, which Node has not. */
interface Page {
  readonly location?: { readonly origin: string } | undefined;
}

/**
 * Whether a request failed because the server does not let this page read its answers (CORS), which a page cannot
 * tell from a lost connection. A server that can be asked without reading what it says is there, and so it is that.
 * @returns the error that says so; undefined where it is another failure, or this is no page.
 */
export async function blockedByBrowser(
  file: RemoteFile,
  failure: EcephysError,
  signal: AbortSignal | undefined,
): Promise<EcephysError | undefined> {
  const origin = (globalThis as Page).location?.origin;
  const url = parseUrl(file.url);
  if (origin === undefined || url === undefined || url.origin === origin || !failure.retryable)
    return undefined;
  try {
    await fetch(url, { method: "HEAD", mode: "no-cors", cache: "no-store", signal: signal ?? null });
  } catch {
    return undefined;
  }
  return new EcephysError("fetch", {
    ...subjectOf(file),
    reason: `the server does not let pages of ${origin} read its files (CORS)`,
    remedy:
      "Let the server send Access-Control-Allow-Origin and expose Content-Range and ETag, or run `ecephys serve`, " +
      "which passes its files on to pages",
    cause: failure,
  });
}
