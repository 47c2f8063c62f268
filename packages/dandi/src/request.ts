import { EcephysError, httpBytes, isEcephysError, retrying } from "@ecephys/files";
import { displayUrl } from "@ecephys/files/internal";
import type { DandiSettings } from "./settings.ts";

/** An answer of the API: nothing of it is trusted. */
export type Json = Readonly<Record<string, unknown>>;

/** Pages are small; what is much longer is none. */
const LONGEST = 64 * 2 ** 20;

/** The address of a path of the API. */
export function apiUrl(
  settings: DandiSettings,
  path: string,
  query: Readonly<Record<string, string>> = {},
): URL {
  const url = new URL(settings.apiUrl);
  url.pathname += path;
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

/** The header that lets an account in; left out by every redirect to another host. */
export function authorization({ token }: DandiSettings): Record<string, string> {
  return token === undefined ? {} : { authorization: `token ${token}` };
}

/**
 * The object that the API answers with.
 * @param what For messages: "the assets of dandiset 000021".
 * @throws an EcephysError "not-found", "fetch" (also where an account is needed), "response"; the signal's reason.
 */
export async function askApi(
  settings: DandiSettings,
  what: string,
  url: URL,
  signal: AbortSignal | undefined,
): Promise<Json> {
  const subject = { action: "Fetching", resource: `${what} (${displayUrl(url)})` };
  const { retry, ...http } = settings.http;
  const options = { ...http, headers: authorization(settings), maximumLength: LONGEST, signal };
  const bytes = await retrying(() => httpBytes(url, options, subject), retry, signal).catch((error) => {
    throw isEcephysError(error, "fetch") ? explained(error, settings) : error;
  });
  try {
    const json: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as Json;
  } catch {
    // It is no object either way.
  }
  throw unexpected(subject.resource, "the answer is not a JSON object");
}

/** The error of an answer that cannot be what was requested. */
export function unexpected(resource: string, reason: string): EcephysError {
  const remedy = "Check that this is the address of a DANDI API (apiUrl)";
  return new EcephysError("response", { action: "Fetching", resource, reason, remedy });
}

function explained(error: EcephysError, { dandiset, token }: DandiSettings): EcephysError {
  const { action, cause, reason, resource, status } = error;
  if (status === 404)
    return new EcephysError("not-found", {
      ...{ action, cause, resource, status },
      reason: "the archive knows nothing of this name",
      remedy: `Check the dandiset (${dandiset}), its version and the path`,
    });
  if (status !== 401 && status !== 403) return error;
  const remedy =
    token === undefined
      ? "An embargoed set needs an API key: DANDI_API_KEY in the command's environment, the option token in a program"
      : "Check that the API key is valid, and that its account may read this set";
  return new EcephysError("fetch", { action, cause, reason, resource, status, remedy });
}
