import { EcephysError, isEcephysError } from "../errors.ts";
import type { RemoteBody, RemoteFile, RemoteFileInfo } from "../remote-file.ts";
import type { DownloadRequest } from "./request.ts";

/**
 * Thrown where a partial download cannot be resumed: the file is another one now, or the server serves no
 * parts. Carries the body of the whole file where the server has begun to send that.
 */
export class VersionChanged extends Error {
  readonly body: RemoteBody | undefined;

  constructor(reason: string, body?: RemoteBody | undefined) {
    super(reason);
    this.body = body;
  }
}

/** How often one download restarts a file. */
export const MOST_RESTARTS = 2;

/** The error of a transfer that keeps failing, however often it is restarted. */
export function tooOften({ budget, remote }: DownloadRequest, { message }: VersionChanged): EcephysError {
  const { lastError } = budget;
  const before = isEcephysError(lastError) ? `; the last failure was: ${lastError.reason}` : "";
  return badTransfer(remote, `it was started ${MOST_RESTARTS + 1} times: ${message}${before}`);
}

/** What a body says of its file. */
export function versionOf({ byteLength, validator, sha256 }: RemoteBody): RemoteFileInfo {
  return { byteLength, validator, sha256 };
}

/**
 * A body that continues at `start` with the known version.
 * @throws a VersionChanged where it does not.
 */
export function sameVersion(body: RemoteBody, start: number, known: RemoteFileInfo): RemoteBody {
  const changed = differs(body.validator, known.validator) || differs(body.byteLength, known.byteLength);
  if (!changed && body.start === start) return body;
  const byteLength = body.byteLength ?? (changed ? undefined : known.byteLength);
  const whole = body.start === 0 ? { ...body, byteLength } : undefined;
  if (whole === undefined) drop(body);
  throw new VersionChanged(
    changed ? "the file has changed on the server" : "the server does not serve parts of the file",
    whole,
  );
}

/** Gives a body up. */
export function drop(body: RemoteBody | undefined): void {
  void body?.stream.cancel().catch(() => {});
}

/** The error of a transfer whose bytes are not the file's. */
export function badTransfer(remote: RemoteFile, reason: string): EcephysError {
  return new EcephysError("response", {
    action: "Downloading",
    resource: remote.url,
    reason,
    remedy: "Try again; if this persists, the file is damaged at its source",
    retryable: true,
  });
}

function differs<Value>(now: Value | undefined, then: Value | undefined): boolean {
  return now !== undefined && then !== undefined && now !== then;
}
