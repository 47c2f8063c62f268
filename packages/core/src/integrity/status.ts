import type { CacheStorage } from "@ecephys/files";
import { eachAtMost, readRecord, recordPath } from "@ecephys/files/internal";
import type { FileKind } from "../kinds/kind.ts";
import { cacheKinds } from "../kinds/names.ts";
import type { CacheContext } from "../project/context.ts";
import { classifier } from "./classify.ts";
import { listCache } from "./list.ts";
import { manifestsAmong } from "./other-manifests.ts";
import type { CacheFileEntry, CacheStatus, KindTotal } from "./reports.ts";

/** How many files are examined at once. */
const AT_ONCE = 16;

const NONE: KindTotal = { files: 0, bytes: 0 };

/** Whether files of a kind are data for users, as opposed to files that the cache keeps for itself. */
export function dataKinds(kinds: readonly FileKind[]): (kind: string) => boolean {
  const data = new Set(cacheKinds(kinds).flatMap(({ isData, kind }) => (isData ? [kind] : [])));
  return (kind) => data.has(kind);
}

/** Lists the contents of a cache's directory; contacts no backend and writes nothing. */
export async function cacheStatus(
  context: CacheContext,
  signal: AbortSignal | undefined,
): Promise<CacheStatus> {
  const { kinds, storage } = context;
  const isData = dataKinds(kinds);
  const known = classifier(context);
  const isStray = (path: string) => known(path).kind === "stray";
  const paths = await listCache(context, (path) => !isStray(path), signal);
  const unknown = paths.filter(isStray);
  const classify = classifier(context, await manifestsAmong(storage, unknown, signal));
  const present = new Set(paths);
  const entry = async (path: string): Promise<CacheFileEntry | undefined> => {
    const { kind, of } = classify(path);
    const found = await storage.stat(path, { signal }).catch(() => UNREADABLE);
    signal?.throwIfAborted();
    const info = found ?? ((await isListed(storage, path, signal)) ? UNREADABLE : undefined);
    if (info === undefined) return undefined;
    const isRecorded = isData(kind) && present.has(recordPath(path));
    const record = isRecorded ? await readRecord(storage, path, { signal }) : undefined;
    return { path, kind, ...info, of, record };
  };
  const entries = await eachAtMost(paths, AT_ONCE, entry);
  const files = entries.filter((file) => file !== undefined);
  return {
    location: storage.location,
    files,
    byKind: totalsOf(kinds, files),
    total: totalOf(files),
    unrecorded: files.filter(({ kind, record }) => isData(kind) && record === undefined).length,
    freeBytes: await storage.freeBytes?.({ signal }),
  };
}

/** Distinguishes a broken link from a file that was removed in the meantime. */
async function isListed(
  storage: CacheStorage,
  path: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const directory = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : undefined;
  return (await storage.list(directory, { signal })).includes(path);
}

/** A file that cannot be examined (a link that leads nowhere) still exists. */
const UNREADABLE = { byteLength: 0, modified: 0 };

/** Number of files and their total bytes. */
export function totalOf(files: readonly { readonly byteLength: number }[]): KindTotal {
  return { files: files.length, bytes: files.reduce((sum, { byteLength }) => sum + byteLength, 0) };
}

function totalsOf(kinds: readonly FileKind[], files: readonly CacheFileEntry[]): CacheStatus["byKind"] {
  const totals: Record<string, KindTotal> = Object.fromEntries(
    cacheKinds(kinds).map(({ kind }) => [kind, NONE]),
  );
  for (const { kind, byteLength } of files) {
    const known = totals[kind] ?? NONE;
    totals[kind] = { files: known.files + 1, bytes: known.bytes + byteLength };
  }
  return totals as CacheStatus["byKind"];
}
