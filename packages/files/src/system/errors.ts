import { EcephysError, isEcephysError } from "../errors.ts";

interface Explanation {
  readonly reason: string;
  readonly remedy: string;
  readonly retryable?: boolean;
}

const FREE_SPACE = "Free some space or choose another cache directory; the cache is unchanged";
const PERMISSIONS = "Check who owns it and its permissions, or choose another cache directory";
const NO_SUCH_PLACE = "Check what is in the way, or choose another cache directory";
const HANDLES = "Close some files, or raise the limit (ulimit -n)";

const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ENOSPC: { reason: "the disk is full", remedy: FREE_SPACE },
  EDQUOT: { reason: "the disk quota is used up", remedy: FREE_SPACE },
  EFBIG: { reason: "the file is larger than is allowed here", remedy: "Raise the limit (ulimit -f)" },
  EACCES: { reason: "access is denied", remedy: PERMISSIONS },
  EPERM: { reason: "the operation is not permitted", remedy: PERMISSIONS },
  EROFS: {
    reason: "the file system is read-only",
    remedy: "Choose a directory that can be written to",
  },
  EMFILE: { reason: "this process has too many open files", remedy: HANDLES, retryable: true },
  ENFILE: { reason: "the system has too many open files", remedy: HANDLES, retryable: true },
  ENOENT: {
    reason: "a parent directory does not exist and cannot be created",
    remedy: NO_SUCH_PLACE,
  },
  EISDIR: { reason: "there is a directory where a file should be", remedy: NO_SUCH_PLACE },
  ENOTDIR: { reason: "there is a file where a directory should be", remedy: NO_SUCH_PLACE },
  ELOOP: { reason: "its symbolic links form a loop", remedy: NO_SUCH_PLACE },
  ENAMETOOLONG: { reason: "its name is too long", remedy: "Choose a cache directory with a shorter path" },
  EIO: { reason: "the disk reports an input/output error", remedy: "Check the disk", retryable: true },
  ENOMEM: { reason: "there is not enough memory", remedy: "Close other programs", retryable: true },
  ERR_FS_FILE_TOO_LARGE: {
    reason: "the file is too large to be read at once",
    remedy: "Read it through `source`, in parts",
  },
};

/** Makes an EcephysError "storage" of a file system's error; its `cause` keeps the system's code. */
export function storageError(action: string, location: string, cause: unknown): EcephysError {
  const known = EXPLANATIONS[systemCode(cause) ?? ""];
  return new EcephysError("storage", {
    action,
    resource: location,
    reason: known?.reason ?? (cause instanceof Error ? cause.message : String(cause)),
    remedy: known?.remedy,
    retryable: known?.retryable ?? false,
    cause,
  });
}

/** An error with a file system's code, for other storages. */
export function systemError(code: string, message: string): Error & { code: string } {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

/** The file system's code ("ENOSPC") of an error or of its cause. */
export function systemCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  if (isEcephysError(error)) return systemCode(error.cause);
  return typeof code === "string" ? code : undefined;
}

/** Whether a write failed because nothing may be written there, in contrast to a full disk, say. */
export function isWriteProtected(error: unknown): error is EcephysError {
  return isEcephysError(error, "storage") && ["EACCES", "EPERM", "EROFS"].includes(systemCode(error) ?? "");
}

/** Says of a file system's errors what was being done to which file; others pass as they are. */
export async function guarded<Value>(
  action: string,
  full: string,
  signal: AbortSignal | undefined,
  work: () => Promise<Value>,
): Promise<Value> {
  signal?.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    if (isEcephysError(error) || systemCode(error) === undefined) throw error;
    throw storageError(action, full, error);
  }
}

/** `undefined` for what is not there; other failures stay failures. */
export async function absent<Value>(promise: Promise<Value>): Promise<Value | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
