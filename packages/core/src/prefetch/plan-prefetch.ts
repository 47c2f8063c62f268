import type { CacheStorage, RemoteFile, StoredFileInfo } from "@ecephys/files";
import { plainError } from "@ecephys/files";
import { eachAtMost, lengthOf, partialPath, readPartialRecord } from "@ecephys/files/internal";
import { isAsRecorded } from "../caching/require-recorded.ts";
import type { KindFile } from "../kinds/kind-file.ts";
import type { CacheContext } from "../project/context.ts";
import { askBackend, type KnownRemote } from "./item.ts";
import { PLAN_VERSION, type PlannedAmount, type PlannedFile, type PrefetchPlan } from "./plan.ts";
import type { PrefetchFailure } from "./summary.ts";

/** A file to download, and what is known about it. */
export interface ItemToPlan {
  readonly file: KindFile;
  /** What its backend reported about it, if it was asked. */
  readonly known?: KnownRemote | undefined;
  /** Its size and time, if it is to be downloaded again although it exists. */
  readonly damaged?: StoredFileInfo | undefined;
}

/** The details behind a file of a plan. */
export interface PlannedItem extends ItemToPlan {
  readonly planned: PlannedFile;
  readonly remote?: RemoteFile | undefined;
}

/** A plan, and what is needed to run it. */
export interface WorkingPlan {
  readonly plan: PrefetchPlan;
  readonly toFetch: readonly PlannedItem[];
  /** The original errors of unavailable files. */
  readonly failures: readonly PrefetchFailure[];
}

export const DEFAULT_ASKED_AT_ONCE = 24;

/** Finds out which files exist, and looks up those about which nothing is known. */
export async function planItems(
  context: CacheContext,
  items: readonly ItemToPlan[],
  unavailable: readonly PrefetchFailure[],
  concurrency: number,
  signal: AbortSignal | undefined,
): Promise<WorkingPlan> {
  const { storage } = context;
  const failures: PrefetchFailure[] = [...unavailable];
  const look = async (item: ItemToPlan): Promise<PlannedItem | undefined> => {
    try {
      return await lookAt(context, item, signal);
    } catch (error) {
      signal?.throwIfAborted();
      failures.push({ resource: item.file.resource, path: item.file.path, error });
      return undefined;
    }
  };
  const found = (await eachAtMost(items, concurrency, look)).filter((item) => item !== undefined);
  const toFetch = found.filter(({ planned }) => planned.state !== "present");
  const present = found.filter(({ planned }) => planned.state === "present");
  const amount = amountOf(toFetch.map(({ planned }) => planned));
  const freeBytes = await storage.freeBytes?.({ signal });
  const plan: PrefetchPlan = {
    version: PLAN_VERSION,
    files: found.map(({ planned }) => planned),
    unavailable: failures.map(({ error, ...about }) => ({ ...about, error: plainError(error) })),
    toFetch: amount,
    // All bytes of an existing file count as present.
    present: amountOf(present.map(({ planned }) => ({ ...planned, loaded: 0 }))),
    freeBytes,
    lackingBytes: Math.max(0, amount.bytes - (freeBytes ?? Number.POSITIVE_INFINITY)),
  };
  return { plan, toFetch, failures };
}

async function lookAt(
  context: CacheContext,
  item: ItemToPlan,
  signal: AbortSignal | undefined,
): Promise<PlannedItem> {
  const { storage } = context;
  const { args, kind: row, path, resource } = item.file;
  const about = { kind: row.kind, key: row.key, args, path, resource };
  const info = await storage.stat(path, { signal });
  const isThere = info !== undefined && info.byteLength > 0;
  // A table that another program has changed is fetched again, as when it is read.
  const isChanged = isThere && row.holds === "table" && !(await isAsRecorded(storage, path, info, signal));
  if (isThere && !isChanged && info.modified !== item.damaged?.modified) {
    const { byteLength } = info;
    return { ...item, planned: { ...about, state: "present", byteLength, loaded: byteLength } };
  }
  const asked = item.known === undefined ? await askBackend(context, item.file, signal) : undefined;
  const known = item.known ?? asked?.known;
  const damaged = isThere ? (item.damaged ?? info) : undefined;
  if (known === undefined) return { ...item, damaged, planned: { ...about, state: "missing", loaded: 0 } };
  const loaded = await loadedBytes(storage, path, known, signal);
  const { byteLength, validator } = known.info;
  const state = loaded > 0 ? "partial" : "missing";
  const planned: PlannedFile = { ...about, state, byteLength, loaded, url: known.url, validator };
  return { file: item.file, known, damaged, planned, remote: asked?.remote };
}

/** Bytes of an earlier transfer that this one can resume from. */
async function loadedBytes(
  storage: CacheStorage,
  path: string,
  { info, url }: KnownRemote,
  signal: AbortSignal | undefined,
): Promise<number> {
  if (storage.openPartial === undefined) return 0;
  const record = await readPartialRecord(storage, path, signal);
  if (record?.url !== url || record.validator !== info.validator) return 0;
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
