import type { DownloadEvent, RemoteFile, RemoteFileInfo, StoredFileInfo, Throttle } from "@ecephys/files";
import { downloadFile, EcephysError } from "@ecephys/files";
import { storedFileName } from "@ecephys/files/internal";
import { KEPT, oneFileCallCaching } from "../caching/one-file.ts";
import type { RemoteFileKind } from "../kinds/kind.ts";
import type { KindFile } from "../kinds/kind-file.ts";
import type { CacheContext } from "./context.ts";
import { addPathToMissingData } from "./missing-data.ts";

/** A file that was found damaged: its state at the time, and the reason. */
export interface DamagedFile {
  readonly info: StoredFileInfo;
  readonly error: EcephysError;
}

/** How a file is downloaded into the cache. */
export interface EnsureFileOptions {
  /** Downloaded again if the file is still this one; it stays until its replacement is complete. */
  readonly damaged?: DamagedFile | undefined;
  /** The file at the backend and its info, if it was looked up before. */
  readonly remote?: RemoteFile | undefined;
  readonly expected?: RemoteFileInfo | undefined;
  readonly connections?: number | undefined;
  readonly throttle?: Throttle | undefined;
  /** How often it may be fetched; the cache's `fetchTries` by default. */
  readonly fetchTries?: number | undefined;
  /** Called for every event; by default events go to the cache's `onProgress` and `onWarning`. */
  readonly onEvent?: ((event: DownloadEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A file that is now in the cache, and how often it was fetched. */
export interface EnsuredFile {
  readonly info: StoredFileInfo;
  readonly fetches: number;
}

/** Downloads a file into the cache if it is missing, empty, or the one that was found damaged. */
export async function ensureInCache(
  context: CacheContext,
  { args, kind, path, resource }: KindFile<RemoteFileKind>,
  options: EnsureFileOptions,
): Promise<EnsuredFile> {
  const { storage } = context;
  const { damaged, fetchTries = context.fetchTries, onEvent = eventReporter(context, resource) } = options;
  const location = storedFileName(storage, path);
  let fetches = 0;
  const info = await oneFileCallCaching<StoredFileInfo>({
    storage,
    path,
    resource,
    fetchTries,
    onWarning: context.warn,
    onRetry: context.warnRetry,
    onWait: (owner) => onEvent({ type: "waiting", owner }),
    signal: options.signal,
    read: async (found) => {
      if (found.byteLength === 0) throw emptyFile(location);
      if (fetches === 0 && damaged !== undefined && isSame(found, damaged.info)) throw damaged.error;
      return found;
    },
    fetch: (signal, lock) => {
      fetches++;
      return addPathToMissingData(location, async (): Promise<typeof KEPT> => {
        const remote = options.remote ?? (await kind.fetch(context.api, args, { signal }));
        const { connections, expected, throttle } = options;
        await downloadFile({
          ...{ storage, path, remote, resource, lock, signal, onEvent },
          ...{ connections, expected, throttle, content: kind.content },
        });
        return KEPT;
      });
    },
  });
  return { info, fetches };
}

/** Reports what happens to a download to the cache's own `onProgress` and `onWarning`. */
function eventReporter({ onProgress, warn }: CacheContext, resource: string): (event: DownloadEvent) => void {
  return (event) => {
    switch (event.type) {
      case "started":
        return onProgress?.({ resource, loaded: event.resumedFrom, total: event.total, unit: event.unit });
      case "progress":
        return onProgress?.({ resource, loaded: event.loaded, total: event.total, unit: event.unit });
      case "waiting":
        return warn(`Waiting for ${event.owner}, which is fetching ${resource}.`);
      case "retrying":
        return warn(`${messageOf(event.error)} Retrying; ${resource} resumes where it stopped.`);
      case "restarted":
        return warn(`Fetching ${resource} from the start: ${event.reason}.`);
      case "finishing":
        return undefined;
    }
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function emptyFile(resource: string): EcephysError {
  return new EcephysError("format", { action: "Reading a file", resource, reason: "it is empty" });
}

function isSame(one: StoredFileInfo, other: StoredFileInfo): boolean {
  return one.byteLength === other.byteLength && one.modified === other.modified;
}
