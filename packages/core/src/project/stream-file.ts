import { type DataFile, streamedDataFile } from "@ecephys/files";
import { storedDataFile, storedFileName } from "@ecephys/files/internal";
import type { RemoteFileKind } from "../kinds/kind.ts";
import type { KindFile } from "../kinds/kind-file.ts";
import type { CacheContext } from "./context.ts";
import { addPathToMissingData } from "./missing-data.ts";

/**
 * A file of the cache where it is there; where it is not, it is read from the backend in parts, and nothing is
 * written.
 */
export async function streamedOrCached(
  { api, storage }: CacheContext,
  { args, kind, path }: KindFile<RemoteFileKind>,
  signal: AbortSignal | undefined,
): Promise<DataFile> {
  const info = await storage.stat(path, { signal });
  if (info !== undefined && info.byteLength > 0) return storedDataFile(storage, path, info, { signal });
  const find = () => kind.fetch(api, args, { signal });
  const remote = await addPathToMissingData(storedFileName(storage, path), find);
  return streamedDataFile(remote, { signal });
}
