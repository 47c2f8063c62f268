import type { DownloadEvent, RemoteFile, RemoteFileInfo, StoredFileInfo, Throttle } from "@ecephys/files";
import { EcephysError } from "@ecephys/files";
import type { FetchedKind } from "../integrity/kinds.ts";
import type { CacheContext } from "../project/context.ts";
import { bringFile } from "../project/download.ts";
import type { FileRequest } from "../project/file-requests.ts";
import { fileLocation } from "../project/locate.ts";
import { bringTable, type TableFile } from "../project/table-file.ts";

/** A file as its backend has it. */
export interface AskedFile {
  readonly remote: RemoteFile;
  readonly info: RemoteFileInfo;
}

export interface BringItemOptions {
  readonly onEvent: (event: DownloadEvent) => void;
  /** What was found out when it was planned. */
  readonly asked?: AskedFile | undefined;
  /** A file of this size and time is fetched anew. */
  readonly damaged?: StoredFileInfo | undefined;
  readonly connections?: number | undefined;
  readonly throttle?: Throttle | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Something that can be brought into a cache before anybody asks for it. */
export interface PrefetchItem {
  readonly kind: FetchedKind;
  readonly path: string;
  readonly resource: string;
  /** Asks the backend about the file; undefined for tables, which have no size before they are fetched. */
  readonly ask?: ((signal: AbortSignal | undefined) => Promise<AskedFile>) | undefined;
  /** Brings it, where it is not there; its size then, 0 for a table without rows, which is not kept. */
  readonly bring: (options: BringItemOptions) => Promise<number>;
}

/** A file that is no table. */
export function fileItem(context: CacheContext, request: FileRequest): PrefetchItem {
  const { kind, path, resource } = request;
  return {
    kind,
    path,
    resource,
    ask: async (signal) => {
      const remote = await request.fetch({ signal });
      return { remote, info: await remote.info({ signal }) };
    },
    bring: ({ asked, damaged, ...options }) =>
      bringFile(context, request, {
        ...options,
        remote: asked?.remote,
        expected: asked?.info,
        read: async (info) => undamaged(context, path, info, damaged).byteLength,
      }),
  };
}

/** A table. */
export function tableItem(context: CacheContext, kind: "table" | "metrics", file: TableFile): PrefetchItem {
  const { path, resource } = file;
  return {
    kind,
    path,
    resource,
    bring: ({ damaged, onEvent, signal }) => {
      const fetch: TableFile["fetch"] = (options) => {
        onEvent({ type: "started", resumedFrom: 0, unit: "rows" });
        return file.fetch(options);
      };
      return bringTable(
        context,
        { ...file, fetch },
        {
          read: async (info) => undamaged(context, path, info, damaged).byteLength,
          empty: () => 0,
          onWait: (owner) => onEvent({ type: "waiting", owner }),
          onProgress: ({ loaded, total, unit }) => onEvent({ type: "progress", loaded, total, unit }),
          signal,
        },
      );
    },
  };
}

function undamaged(
  { storage }: CacheContext,
  path: string,
  info: StoredFileInfo,
  damaged: StoredFileInfo | undefined,
): StoredFileInfo {
  if (info.byteLength !== damaged?.byteLength || info.modified !== damaged.modified) return info;
  throw new EcephysError("format", {
    action: "Checking a file",
    resource: fileLocation(storage, path),
    reason: "it is not as it was recorded",
  });
}
