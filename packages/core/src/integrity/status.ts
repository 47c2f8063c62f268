import type { CacheStorage } from "@ecephys/files";
import { eachAtMost, readRecord, recordPath } from "@ecephys/files/internal";
import type { FileKind } from "../kinds/kind.ts";
import { cacheKinds } from "../kinds/names.ts";
import type { CacheContext } from "../project/context.ts";
import { classifier } from "./classify.ts";
import type { CacheFileEntry, CacheStatus, KindTotal } from "./reports.ts";

/** How many files are looked at at once. */
const AT_ONCE = 16;

const NONE: KindTotal = { files: 0, bytes: 0 };

/** Tells whether files of a kind are data that somebody wants, in contrast to what the cache keeps for itself. */
export function dataKinds(kinds: readonly FileKind[]): (kind: string) => boolean {
  const data = new Set(cacheKinds(kinds).flatMap(({ isData, kind }) => (isData ? [kind] : [])));
  return (kind) => data.has(kind);
}

/** What lies in a cache's directory; nothing is asked of a backend, and nothing written. */
export async function cacheStatus(
  context: CacheContext,
  signal: AbortSignal | undefined,
): Promise<CacheStatus> {
  const { kinds, storage } = context;
  const classify = classifier(context);
  const isData = dataKinds(kinds);
  const paths = await storage.list(undefined, { signal });
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

/** Tells a link that leads nowhere from what was removed meanwhile. */
async function isListed(
  storage: CacheStorage,
  path: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const directory = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : undefined;
  return (await storage.list(directory, { signal })).includes(path);
}

/** A file that cannot be looked at (a link that leads out of the cache) is there all the same. */
const UNREADABLE = { byteLength: 0, modified: 0 };

/** How many files, of how many bytes. */
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
