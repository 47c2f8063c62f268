import { argumentChecks, type OptionNames } from "../arguments/checks.ts";
import { checkRetry, type RetryOptions } from "../http/retry.ts";
import type { StorageLock } from "../locks/types.ts";
import { partialPath } from "../records/hidden-paths.ts";
import type { RemoteFile, RemoteFileInfo } from "../remote-file.ts";
import type { CacheStorage } from "../storage.ts";
import { RetryBudget } from "./budget.ts";
import type { DownloadEvent } from "./events.ts";
import { PartialTransfer } from "./partial-transfer.ts";
import type { Throttle } from "./throttle.ts";
import { downloadWhole } from "./whole.ts";

/** How a file is downloaded. Times are milliseconds. */
export interface DownloadFileOptions {
  readonly storage: CacheStorage;
  /** Where the file is to lie, relative to the storage's root. */
  readonly path: string;
  readonly remote: RemoteFile;
  /** For messages: "session 715093703". */
  readonly resource: string;
  /** What the server said of the file before, where it was asked. */
  readonly expected?: RemoteFileInfo | undefined;
  /** Checked before the file is put in place: who has lost it must not go on. */
  readonly lock?: StorageLock | undefined;
  /** The budget of failures in a row; that of `remote` by default, and without one nothing is retried. */
  readonly retry?: RetryOptions | undefined;
  /** How many ranges of a large file are transferred at once; 1 by default. */
  readonly connections?: number | undefined;
  readonly throttle?: Throttle | undefined;
  readonly onEvent?: ((event: DownloadEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const DOWNLOAD_OPTIONS: OptionNames<DownloadFileOptions> = {
  storage: true,
  path: true,
  remote: true,
  resource: true,
  expected: true,
  lock: true,
  retry: true,
  connections: true,
  throttle: true,
  onEvent: true,
  signal: true,
};

/** What was downloaded. */
export interface DownloadedFile {
  readonly byteLength: number;
  readonly sha256: string | undefined;
  readonly validator: string | undefined;
  /** Bytes that were transferred; the rest was there from an earlier try. */
  readonly transferred: number;
}

/**
 * Downloads a file into a storage, whole or not at all. Where the storage can, what has been downloaded is kept when
 * the transfer is interrupted in any way, and the next call resumes it if the server still has the same version.
 * There is no limit to the total time; what ends a transfer is a stall (see `httpFile`), failures in a
 * row without a byte, or an abort. Length and, where the server gives one, SHA-256 are checked.
 * @throws an EcephysError: those of `RemoteFile.open`, "response" where what came is not the file, "storage"
 * where it cannot be written or would not fit; the signal's reason.
 */
export async function downloadFile(options: DownloadFileOptions): Promise<DownloadedFile> {
  const checks = argumentChecks("Downloading a file");
  const {
    connections = 1,
    onEvent = () => {},
    remote,
    signal,
    storage,
  } = checks.knownOptions(options, DOWNLOAD_OPTIONS);
  checks.count("the option connections", connections);
  checkRetry(checks, options.retry);
  const budget = new RetryBudget(options.retry ?? remote.retry ?? { tries: 1 }, onEvent);
  const request: DownloadRequest = { ...options, budget, connections, onEvent };
  signal?.throwIfAborted();
  if (storage.openPartial === undefined) return downloadWhole(request);
  const partial = await storage.openPartial(partialPath(options.path), { signal, target: options.path });
  const newHash = storage.sha256?.bind(storage);
  return new PartialTransfer(request, partial, newHash).run();
}

/** The options with their defaults. */
export interface DownloadRequest extends DownloadFileOptions {
  readonly budget: RetryBudget;
  readonly connections: number;
  readonly onEvent: (event: DownloadEvent) => void;
}
