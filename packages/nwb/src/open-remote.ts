import {
  argumentChecks,
  type HttpFileOptions,
  httpFile,
  type OptionNames,
  type RemoteFile,
  type StreamedFile,
  type StreamOptions,
  streamFile,
} from "@ecephys/files";

/** How a file on a server is read in parts. */
export interface RemoteOptions
  extends Pick<HttpFileOptions, "fetch" | "headers" | "stallTimeout">,
    Omit<StreamOptions, "signal"> {}

const REMOTE_OPTIONS: OptionNames<RemoteOptions> = {
  fetch: true,
  headers: true,
  stallTimeout: true,
  keep: true,
  memory: true,
  retry: true,
};

/** A silent server is given up sooner than in a download: somebody waits for the answer. */
const STALL_TIMEOUT = 20_000;

/** Whether a source is a file on a server: an http or https URL, or what a backend gives. */
export function isRemote(source: unknown): source is string | URL | RemoteFile {
  if (typeof source === "string") return /^https?:\/\//i.test(source);
  return source instanceof URL || isRemoteFile(source);
}

/** Opens a file on a server to read parts of it. */
export function openRemote(
  source: string | URL | RemoteFile,
  options: RemoteOptions & { readonly signal?: AbortSignal | undefined },
): Promise<StreamedFile> {
  const { signal, ...given } = options;
  const checks = argumentChecks("Opening a session");
  const { keep, memory, retry, ...http } = checks.knownOptions(given, REMOTE_OPTIONS, "the option stream");
  const file = isRemoteFile(source)
    ? source
    : httpFile({ stallTimeout: STALL_TIMEOUT, ...http, url: source });
  return streamFile(file, { keep, memory, retry, signal });
}

function isRemoteFile(source: unknown): source is RemoteFile {
  return typeof source === "object" && source !== null && "open" in source && "info" in source;
}
