import { argumentChecks, type OptionNames } from "../arguments/checks.ts";
import { checkRetry } from "../http/retry.ts";
import { partialPath } from "../records/hidden-paths.ts";
import { RetryBudget } from "./budget.ts";
import { PartialTransfer } from "./partial-transfer.ts";
import type { DownloadedFile, DownloadFileOptions, DownloadRequest } from "./request.ts";
import { downloadWhole } from "./whole.ts";

const DOWNLOAD_OPTIONS: OptionNames<DownloadFileOptions> = {
  storage: true,
  path: true,
  remote: true,
  resource: true,
  expected: true,
  content: true,
  lock: true,
  retry: true,
  connections: true,
  throttle: true,
  onEvent: true,
  signal: true,
};

/**
 * Downloads a file into a storage, completely or not at all. If the storage supports it, the downloaded part is
 * kept when the transfer is interrupted in any way, and the next call resumes it if the server still has the
 * same version. There is no limit to the total time; what ends a transfer is a stall (see `httpFile`), failures
 * in a row without a byte, or an abort. Length and, where they are given, SHA-256 and `content` are checked
 * before the file is put in place.
 * @throws an EcephysError: those of `RemoteFile.open`, "response" if what came is not the file, "storage" if it
 * cannot be written or would not fit; the signal's reason.
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
