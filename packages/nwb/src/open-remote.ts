import {
  type ArgumentChecks,
  argumentChecks,
  type CacheStorage,
  type HttpFileOptions,
  httpFile,
  type KeepOptions,
  type OptionNames,
  type RemoteFile,
  type StreamedFile,
  type StreamOptions,
  streamFile,
} from "@ecephys/files";

/** How a file on a server is read in parts. */
export interface RemoteOptions
  extends Pick<HttpFileOptions, "fetch" | "headers" | "stallTimeout">,
    Omit<StreamOptions, "signal" | "keep"> {
  /**
   * Where parts that were read are kept on disk, each file's under the name that ends its address; nowhere by default.
   * They need not come again while the file on the server stays the same.
   */
  readonly keep?: KeepPlace | undefined;
}

/** Where parts of files are kept. */
export interface KeepPlace {
  readonly storage: CacheStorage;
  /** Path of a directory of the storage; its root by default. */
  readonly directory?: string | undefined;
}

const KEEP_OPTIONS: OptionNames<KeepPlace> = { storage: true, directory: true };

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
  return streamFile(file, { keep: keep && placeOf(file, keep, checks), memory, retry, signal });
}

/** @throws an EcephysError "argument" where the file's address ends in no name. */
function placeOf({ url }: RemoteFile, keep: KeepPlace, checks: ArgumentChecks): KeepOptions {
  const { directory, storage } = checks.knownOptions(keep, KEEP_OPTIONS, "the option stream.keep");
  const names = decodeURIComponent(new URL(url, "http://localhost").pathname).split("/");
  // An address such as ".../assets/ID/download/" ends in no name of its own.
  const name = names.at(-1) || names.slice(-3, -1).join("-");
  if (!/^[^./\\:][^/\\:]*$/.test(name))
    throw checks.refusal("the option stream.keep", url, "for a file whose address ends in a name");
  return { storage, path: directory ? `${directory}/${name}` : name };
}

function isRemoteFile(source: unknown): source is RemoteFile {
  return typeof source === "object" && source !== null && "open" in source && "info" in source;
}
