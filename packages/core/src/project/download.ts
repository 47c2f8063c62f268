import type { DownloadEvent, RemoteFile, RemoteFileInfo, StoredFileInfo, Throttle } from "@ecephys/files";
import { downloadFile, EcephysError } from "@ecephys/files";
import { messageOf } from "@ecephys/files/internal";
import { KEPT, oneFileCallCaching } from "../caching/one-file.ts";
import type { CacheContext } from "./context.ts";
import type { FileRequest } from "./file-requests.ts";
import { fileLocation, tellingWhere } from "./locate.ts";

/** What a file of the cache is brought with. */
export interface BringOptions<Value> {
  /** Turns the file into what the caller wants; "format" errors say that it is damaged. */
  readonly read: (info: StoredFileInfo) => Promise<Value>;
  /** The file at the backend and what it said of itself, where it was asked before. */
  readonly remote?: RemoteFile | undefined;
  readonly expected?: RemoteFileInfo | undefined;
  readonly connections?: number | undefined;
  readonly throttle?: Throttle | undefined;
  /** Told what happens; by default the cache's `onProgress` and `onWarning` are. */
  readonly onEvent?: ((event: DownloadEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Reads a file of the cache; where it is not there or damaged, downloads it first. */
export async function bringFile<Value>(
  context: CacheContext,
  request: FileRequest,
  options: BringOptions<Value>,
): Promise<Value> {
  const { path, resource } = request;
  const { storage } = context;
  const onEvent = options.onEvent ?? toldTo(context, resource);
  const location = fileLocation(storage, path);
  return oneFileCallCaching({
    storage,
    path,
    resource,
    fetchTries: context.fetchTries,
    onWarning: context.warn,
    onWait: (owner) => onEvent({ type: "waiting", owner }),
    signal: options.signal,
    read: async (info) => {
      if (info.byteLength === 0) throw emptyFile(location);
      return options.read(info);
    },
    fetch: (signal, lock) =>
      tellingWhere(location, async (): Promise<typeof KEPT> => {
        const remote = options.remote ?? (await request.fetch({ signal }));
        const { connections, expected, throttle } = options;
        await downloadFile({
          ...{ storage, path, remote, resource, lock, signal, onEvent },
          ...{ connections, expected, throttle },
        });
        return KEPT;
      }),
  });
}

/** How a cache tells what happens to those who only want to read. */
function toldTo({ onProgress, warn }: CacheContext, resource: string): (event: DownloadEvent) => void {
  return (event) => {
    switch (event.type) {
      case "started":
        return onProgress?.({ resource, loaded: event.resumedFrom, total: event.total, unit: event.unit });
      case "progress":
        return onProgress?.({ resource, loaded: event.loaded, total: event.total, unit: event.unit });
      case "waiting":
        return warn(`Waiting for ${event.owner}, which fetches ${resource}.`);
      case "retrying":
        return warn(`${messageOf(event.error)} Trying again, ${resource} is gone on with.`);
      case "restarted":
        return warn(`Fetching ${resource} from its beginning: ${event.reason}.`);
      case "finishing":
        return undefined;
    }
  };
}

function emptyFile(resource: string): EcephysError {
  return new EcephysError("format", { action: "Reading a file", resource, reason: "it is empty" });
}
