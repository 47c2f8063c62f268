import type { DownloadEvent, RemoteFile, RemoteFileInfo, StoredFileInfo, Throttle } from "@ecephys/files";
import { EcephysError } from "@ecephys/files";
import { storedFileName } from "@ecephys/files/internal";
import type { KindProject, RemoteFileKind, TableKind } from "../kinds/kind.ts";
import type { KindFile } from "../kinds/kind-file.ts";
import type { CacheContext } from "../project/context.ts";
import { type DamagedFile, ensureInCache } from "../project/ensure-file.ts";
import { ensureTable } from "../project/ensure-table.ts";

/** What a backend reports about a file. */
export interface KnownRemote {
  readonly url: string;
  readonly info: RemoteFileInfo;
}

/** How a file is downloaded into the cache. */
export interface BringItemOptions {
  readonly onEvent: (event: DownloadEvent) => void;
  readonly remote?: RemoteFile | undefined;
  readonly expected?: RemoteFileInfo | undefined;
  /** A file of this size and time is downloaded again. */
  readonly damaged?: StoredFileInfo | undefined;
  readonly connections?: number | undefined;
  readonly throttle?: Throttle | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Downloads a file into the cache if it is missing; returns its size, 0 for a table without rows, which is not kept. */
export async function bringItem(
  context: CacheContext,
  project: KindProject,
  file: KindFile,
  options: BringItemOptions,
): Promise<number> {
  if (isTable(file)) return bringTable(context, project, file, options);
  const { damaged, ...rest } = options;
  const ensured = await ensureInCache(context, file as KindFile<RemoteFileKind>, {
    ...rest,
    damaged: damaged && damagedFile(context, file.path, damaged),
  });
  return ensured.info.byteLength;
}

/** Asks the backend about a file; undefined for tables, which have no size before they are fetched. */
export async function askBackend(
  { api }: CacheContext,
  { args, kind }: KindFile,
  signal: AbortSignal | undefined,
): Promise<{ readonly remote: RemoteFile; readonly known: KnownRemote } | undefined> {
  if (kind.holds === "table") return undefined;
  const remote = await kind.fetch(api, args, { signal });
  return { remote, known: { url: remote.url, info: await remote.info({ signal }) } };
}

function bringTable(
  context: CacheContext,
  project: KindProject,
  file: KindFile<TableKind>,
  { damaged, onEvent, signal }: BringItemOptions,
): Promise<number> {
  return ensureTable(context, project, file, {
    read: async (info) => {
      if (damaged && isSame(info, damaged)) throw damagedFile(context, file.path, damaged).error;
      return info.byteLength;
    },
    empty: () => 0,
    onFetch: () => onEvent({ type: "started", resumedFrom: 0, unit: "rows" }),
    onWait: (owner) => onEvent({ type: "waiting", owner }),
    onProgress: ({ loaded, total, unit }) => onEvent({ type: "progress", loaded, total, unit }),
    signal,
  });
}

function isTable(file: KindFile): file is KindFile<TableKind> {
  return file.kind.holds === "table";
}

function isSame(one: StoredFileInfo, other: StoredFileInfo): boolean {
  return one.byteLength === other.byteLength && one.modified === other.modified;
}

function damagedFile({ storage }: CacheContext, path: string, info: StoredFileInfo): DamagedFile {
  const error = new EcephysError("format", {
    action: "Checking a file",
    resource: storedFileName(storage, path),
    reason: "it differs from its record",
  });
  return { info, error };
}
