import { httpFile, isEcephysError, type RemoteFile } from "@ecephys/files";
import { blockedByBrowser } from "@ecephys/files/internal";
import { tablePath, urlIn } from "./layout.ts";
import type { S3Settings } from "./settings.ts";

/**
 * Whether an error says that a file does not exist. Where files may not be listed, S3 answers 403 for it and not
 * 404; whether that is meant shows in the table of sessions, which every such directory has.
 */
export async function isAbsence(
  error: unknown,
  { baseUrl, http }: S3Settings,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (isEcephysError(error, "not-found")) return true;
  if (!isEcephysError(error, "fetch") || error.status !== 403) return false;
  const sessions = httpFile({ url: urlIn(baseUrl, tablePath({ table: "sessions" })), ...http });
  try {
    await sessions.info({ signal });
    return true;
  } catch {
    signal?.throwIfAborted();
    return false;
  }
}

/** The error of a request, or where the server does not let a page read its answers (CORS) one that says so. */
export async function explained(
  error: unknown,
  file: RemoteFile,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  if (!isEcephysError(error, "fetch")) return error;
  return (await blockedByBrowser(file, error, signal)) ?? error;
}
