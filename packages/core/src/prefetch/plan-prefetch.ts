import type { CacheStorage, StoredFileInfo } from "@ecephys/files";
import { eachAtMost, lengthOf, partialPath, readPartialRecord } from "@ecephys/files/internal";
import type { CacheContext } from "../project/context.ts";
import type { AskedFile, PrefetchItem } from "./item.ts";
import type { RequestedItems } from "./items.ts";
import type { PlannedAmount, PlannedFile, PrefetchFailure, PrefetchPlan } from "./plan.ts";

/** What stands behind a file of a plan. */
export interface PlannedItem {
  readonly item: PrefetchItem;
  readonly file: PlannedFile;
  readonly asked: AskedFile | undefined;
  readonly damaged: StoredFileInfo | undefined;
}

/** A plan, and what is needed to carry it out. */
export interface WorkingPlan {
  readonly plan: PrefetchPlan;
  readonly toFetch: readonly PlannedItem[];
}

export const DEFAULT_ASKED_AT_ONCE = 24;

/**
 * Finds out which files are there and how large the others are.
 * @param damaged Sizes and times of files, by path, that are to be fetched anew although they are there.
 */
export async function planItems(
  context: CacheContext,
  { items, unavailable }: RequestedItems,
  concurrency: number,
  signal: AbortSignal | undefined,
  damaged: ReadonlyMap<string, StoredFileInfo> = new Map(),
): Promise<WorkingPlan> {
  const { storage } = context;
  const failures: PrefetchFailure[] = [...unavailable];
  const look = async (item: PrefetchItem): Promise<PlannedItem | undefined> => {
    try {
      return await lookAt(storage, item, damaged.get(item.path), signal);
    } catch (error) {
      signal?.throwIfAborted();
      failures.push({ resource: item.resource, path: item.path, error });
      return undefined;
    }
  };
  const planned = (await eachAtMost(items, concurrency, look)).filter((item) => item !== undefined);
  const toFetch = planned.filter(({ file }) => file.state !== "present");
  const amount = amountOf(toFetch.map(({ file }) => file));
  const freeBytes = await storage.freeBytes?.({ signal });
  const plan: PrefetchPlan = {
    files: planned.map(({ file }) => file),
    unavailable: failures,
    toFetch: amount,
    present: amountOf(planned.filter(({ file }) => file.state === "present").map(presentBytes)),
    freeBytes,
    lackingBytes: Math.max(0, amount.bytes - (freeBytes ?? Number.POSITIVE_INFINITY)),
  };
  return { plan, toFetch };
}

async function lookAt(
  storage: CacheStorage,
  item: PrefetchItem,
  damaged: StoredFileInfo | undefined,
  signal: AbortSignal | undefined,
): Promise<PlannedItem> {
  const { kind, path, resource } = item;
  const about = { kind, path, resource };
  const info = await storage.stat(path, { signal });
  const isThere = info !== undefined && info.byteLength > 0;
  if (isThere && info.modified !== damaged?.modified) {
    const { byteLength } = info;
    const file: PlannedFile = { ...about, state: "present", byteLength, loaded: byteLength };
    return { item, file, asked: undefined, damaged };
  }
  const asked = await item.ask?.(signal);
  const { byteLength } = asked?.info ?? {};
  const loaded = asked === undefined ? 0 : await loadedBytes(storage, path, asked, signal);
  const file: PlannedFile = { ...about, state: loaded > 0 ? "partial" : "missing", byteLength, loaded };
  return { item, file, asked, damaged: isThere ? damaged : undefined };
}

/** Bytes of an earlier transfer that this one can go on from. */
async function loadedBytes(
  storage: CacheStorage,
  path: string,
  { info, remote }: AskedFile,
  signal: AbortSignal | undefined,
): Promise<number> {
  if (storage.openPartial === undefined) return 0;
  const record = await readPartialRecord(storage, path, signal);
  if (record?.url !== remote.url || record.validator !== info.validator) return 0;
  const there = (await storage.stat(partialPath(path), { signal }))?.byteLength ?? 0;
  return (record.done.at(-1)?.[1] ?? 0) <= there ? lengthOf(record.done) : 0;
}

function amountOf(files: readonly PlannedFile[]): PlannedAmount {
  const known = files.filter(({ byteLength }) => byteLength !== undefined);
  return {
    files: files.length,
    bytes: known.reduce((sum, { byteLength = 0, loaded }) => sum + byteLength - loaded, 0),
    unknown: files.length - known.length,
  };
}

/** All bytes of a file that is there count as present. */
function presentBytes({ file }: PlannedItem): PlannedFile {
  return { ...file, loaded: 0 };
}
