/** What went wrong, in one word; `isEcephysError(error, code)` checks for one. */
export type EcephysErrorCode =
  /** Neither in the cache nor available from the backend (fixed backend, offline). */
  | "missing-data"
  /** The backend knows no session, probe, file, type or template of that id or name. */
  | "not-found"
  /** The network or the server failed: no connection, a status, a stall, a time-out. */
  | "fetch"
  /** The server answered, but not with what was requested. */
  | "response"
  /** A file or table is not what it claims to be: truncated, damaged, of another format. */
  | "format"
  /** A manifest cannot be used. */
  | "manifest"
  /** The cache directory (or other storage) refused a read or a write. */
  | "storage"
  /** The caller passed an invalid argument. */
  | "argument"
  /** A database refused or lost a query. */
  | "database";

/** The four parts of every EcephysError. */
export interface EcephysErrorDetails {
  /** What was being done, as a sentence begins: "Reading the units table". */
  readonly action: string;
  /** To which resource: a path, a URL without credentials, "session 715093703". */
  readonly resource: string;
  /** Why it failed. */
  readonly reason: string;
  /** What the reader of the message can do next. */
  readonly remedy?: string | undefined;
  readonly cause?: unknown;
}

/** Whether and when the failed action can be tried again. */
export interface EcephysErrorRetry {
  readonly retryable?: boolean | undefined;
  /** Milliseconds. */
  readonly retryAfter?: number | undefined;
  /** The HTTP status, if a server's answer is the reason. */
  readonly status?: number | undefined;
}

const MARK = Symbol.for("@ecephys/error");

/**
 * The one error class of these packages. `message` reads "<action> failed for <resource>: <reason>. <remedy>",
 * the parts are fields. An abort is not an EcephysError: the signal's own reason is thrown as it is.
 */
export class EcephysError extends Error {
  readonly code: EcephysErrorCode;
  readonly action: string;
  readonly resource: string;
  readonly reason: string;
  readonly remedy: string | undefined;
  /** True if a retry may help (a lost connection, a busy server). */
  readonly retryable: boolean;
  /** Milliseconds after which the server allows a retry (Retry-After), if it said so. */
  readonly retryAfter: number | undefined;
  /** The HTTP status, if a server's answer is the reason. */
  readonly status: number | undefined;
  readonly [MARK] = true;

  constructor(code: EcephysErrorCode, details: EcephysErrorDetails & EcephysErrorRetry) {
    const { action, resource, reason, remedy, cause } = details;
    super(
      `${action} failed for ${resource}: ${sentence(reason)}${remedy ? ` ${sentence(remedy)}` : ""}`,
      cause === undefined ? undefined : { cause },
    );
    this.name = ERROR_NAMES[code];
    this.code = code;
    this.action = action;
    this.resource = resource;
    this.reason = reason;
    this.remedy = remedy;
    this.retryable = details.retryable ?? false;
    this.retryAfter = details.retryAfter;
    this.status = details.status;
  }
}

const ERROR_NAMES: Record<EcephysErrorCode, string> = {
  "missing-data": "MissingDataError",
  "not-found": "NotFoundError",
  fetch: "FetchError",
  response: "ResponseError",
  format: "FormatError",
  manifest: "ManifestError",
  storage: "StorageError",
  argument: "ArgumentError",
  database: "DatabaseError",
};

/**
 * Whether `error` is an EcephysError (of any copy of this package), with the given code, if any.
 * @example
 * import { isEcephysError } from "@ecephys/core";
 *
 * try {
 *   await cache.getSessionData(1);
 * } catch (error) {
 *   if (!isEcephysError(error, "not-found")) throw error;
 *   console.log(error.remedy);
 * }
 */
export function isEcephysError(error: unknown, code?: EcephysErrorCode): error is EcephysError {
  return (
    typeof error === "object" &&
    error !== null &&
    (error as Record<symbol, unknown>)[MARK] === true &&
    (code === undefined || (error as EcephysError).code === code)
  );
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
