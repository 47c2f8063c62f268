import { type DataFile, streamedDataFile } from "@ecephys/files";
import { isKeptWhole, storedDataFile, storedFileName } from "@ecephys/files/internal";
import type { RemoteFileKind } from "../kinds/kind.ts";
import type { KindFile } from "../kinds/kind-file.ts";
import { cacheChecks } from "./arguments.ts";
import type { CacheContext } from "./context.ts";
import { ensureInCache } from "./ensure-file.ts";
import { addPathToMissingData } from "./missing-data.ts";

/** What of a file that is not in the cache is transferred, and whether parts are kept on disk. */
export type Transfer = "whole" | "parts" | "kept parts";

/** @throws an EcephysError "argument" for options that are no booleans, and for `keep` without `stream`. */
export function transferOf(stream: boolean | undefined, keep: boolean | undefined): Transfer {
  const isStreamed = cacheChecks.flag("the option stream", stream) ?? false;
  const isKept = cacheChecks.flag("the option keep", keep) ?? false;
  if (isKept && !isStreamed)
    throw cacheChecks.refusal(
      "the option keep",
      keep,
      "given together with { stream: true }: whole files are always kept",
    );
  return isKept ? "kept parts" : isStreamed ? "parts" : "whole";
}

/**
 * A file of the cache where it is there; where it is not, it is read from the backend in parts.
 * @param transfer Whether those parts are kept in the cache: a file of which all are there becomes one of the cache.
 * Otherwise nothing is written.
 */
export async function streamedOrCached(
  context: CacheContext,
  file: KindFile<RemoteFileKind>,
  transfer: Exclude<Transfer, "whole">,
  signal: AbortSignal | undefined,
): Promise<DataFile> {
  const { api, storage, warn } = context;
  const { args, kind, path } = file;
  const isKept = transfer === "kept parts";
  const info = await storage.stat(path, { signal });
  if (info !== undefined && info.byteLength > 0) return storedDataFile(storage, path, info, { signal });
  if (isKept && (await isKeptWhole(storage, path, signal))) {
    const ensured = await ensureInCache(context, file, { signal });
    return storedDataFile(storage, path, ensured.info, { signal });
  }
  const find = () => kind.fetch(api, args, { signal });
  const remote = await addPathToMissingData(storedFileName(storage, path), find);
  return streamedDataFile(remote, { signal, keep: isKept ? { storage, path, warn } : undefined });
}
