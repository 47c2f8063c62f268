import {
  argumentChecks,
  EcephysError,
  isEcephysError,
  type OptionNames,
  type StoredFileInfo,
} from "@ecephys/files";
import { readRecord, recorded } from "@ecephys/files/internal";
import { cacheStatus } from "../integrity/status.ts";
import type { KindProject, TableKind } from "../kinds/kind.ts";
import { type KindFile, kindFile } from "../kinds/kind-file.ts";
import { manifestFiles } from "../kinds/manifest-files.ts";
import type { CacheContext } from "../project/context.ts";
import { areEqual } from "../tables/bytes.ts";
import { readCsv } from "../tables/csv-read.ts";
import { writeCsv } from "../tables/csv-write.ts";
import { isNothing, type TableChanges, tableChanges } from "./changes.ts";

/** How the tables are refreshed. */
export interface RefreshOptions {
  /** Only report what is new; false by default. */
  readonly dryRun?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A table of the cache, and what the backend has of it. */
export interface RefreshedTable {
  /** "the units". */
  readonly resource: string;
  /** Relative to the cache's directory. */
  readonly path: string;
  /** "current": the cache has what the backend has. "changed": it was replaced or, in a dry run, would be. */
  readonly state: "current" | "changed";
  /** What is different; undefined for a table that is current, and for an earlier one that is damaged. */
  readonly changes?: TableChanges | undefined;
}

/** What `refresh` found. */
export interface RefreshReport {
  readonly dryRun: boolean;
  /** The tables that the cache has. */
  readonly tables: readonly RefreshedTable[];
}

const REFRESH_OPTIONS: OptionNames<RefreshOptions> = { dryRun: true, signal: true };

/** The options of `refresh`, checked. */
export function refreshOptions(options: RefreshOptions): RefreshOptions {
  const checks = argumentChecks("Refreshing a cache");
  checks.knownOptions(options, REFRESH_OPTIONS);
  checks.flag("the option dryRun", options.dryRun);
  return options;
}

interface Newer {
  readonly csv: Uint8Array;
  readonly source: string;
  readonly validator?: string | undefined;
}

interface Looked {
  readonly file: KindFile<TableKind>;
  readonly report: RefreshedTable;
  /** What replaces the file, if it changed. */
  readonly newer?: Newer | undefined;
}

/**
 * Asks the backend for the tables that the cache has, and replaces those that differ: only when all of them have come, so
 * that they are of one release.
 */
export async function refreshTables(
  context: CacheContext,
  project: KindProject,
  { dryRun = false, signal }: RefreshOptions,
): Promise<RefreshReport> {
  const looked: Looked[] = [];
  for (const file of await tablesInCache(context, signal))
    looked.push(
      await look(context, project, file, signal).catch((error) => Promise.reject(unanswered(error, file))),
    );
  if (!dryRun)
    for (const { file, newer } of looked)
      if (newer !== undefined) await replace(context, file, newer, signal);
  return { dryRun, tables: looked.map(({ report }) => report) };
}

/** The table is in the cache, so that what is missing is somebody to ask. */
function unanswered(error: unknown, { resource }: KindFile<TableKind>): unknown {
  if (!isEcephysError(error, "missing-data")) return error;
  return new EcephysError("missing-data", {
    action: "Refreshing a table",
    resource,
    reason: "nobody can be asked for a newer version: the cache is offline, or its backend never fetches",
    remedy: "Refresh it while online, with a backend that fetches",
    cause: error,
  });
}

async function tablesInCache(
  context: CacheContext,
  signal: AbortSignal | undefined,
): Promise<KindFile<TableKind>[]> {
  const { files } = await cacheStatus(context, signal);
  const fileOf = manifestFiles(context.manifest, context.kinds);
  return files.flatMap(({ path }) => {
    const found = fileOf(path);
    return found?.kind?.holds === "table" ? [kindFile(found.kind, found.args, context.manifest)] : [];
  });
}

async function look(
  context: CacheContext,
  project: KindProject,
  file: KindFile<TableKind>,
  signal: AbortSignal | undefined,
): Promise<Looked> {
  const { storage } = context;
  const { kind, path, resource } = file;
  const info = await storage.stat(path, { signal });
  const newer = await newerText(context, project, file, info, signal);
  const bytes = await storage.read(path, { signal });
  if (newer === "unchanged" || (bytes !== undefined && areEqual(bytes, newer.csv)))
    return { file, report: { resource, path, state: "current" } };
  const changes = bytes && changesOf(kind, bytes, newer.csv);
  // The same table may be written differently: by AllenSDK, for instance.
  if (changes !== undefined && isNothing(changes))
    return { file, report: { resource, path, state: "current" } };
  return { file, newer, report: { resource, path, state: "changed", changes } };
}

async function newerText(
  { api, onProgress, storage }: CacheContext,
  project: KindProject,
  { args, kind, path, resource }: KindFile<TableKind>,
  info: StoredFileInfo | undefined,
  signal: AbortSignal | undefined,
): Promise<Newer | "unchanged"> {
  const record = await readRecord(storage, path, { signal });
  // Only of the file that was recorded does the server know whether it is current.
  const isRecorded = record?.byteLength === info?.byteLength && record?.modified === info?.modified;
  const validator = isRecorded ? record?.validator : undefined;
  const text = await kind.fetchText(project, args, { signal, onProgress, validator });
  if (text === "unchanged") return text;
  if (text !== undefined)
    return { csv: text.csv, source: text.source ?? api.name, validator: text.validator };
  const table = await kind.fetch(project, args, { signal, onProgress });
  if (table.numRows() > 0) return { csv: writeCsv(table, kind.schema), source: api.name };
  throw new EcephysError("response", {
    action: "Refreshing a table",
    resource,
    reason: `the ${api.name} has no rows of it any more`,
    remedy: "The cache is left as it is; try again later, or look at the backend",
  });
}

/** Undefined where the earlier table is damaged, and nothing can be compared. */
function changesOf(kind: TableKind, before: Uint8Array, after: Uint8Array): TableChanges | undefined {
  const id = kind.schema.columns[0]!.name;
  const now = readCsv(after, kind.schema, { resource: kind.schema.name });
  try {
    return tableChanges(readCsv(before, kind.schema, { resource: kind.schema.name }), now, id);
  } catch (error) {
    if (error instanceof EcephysError) return undefined;
    throw error;
  }
}

async function replace(
  { storage }: CacheContext,
  { path }: KindFile<TableKind>,
  { csv, source, validator }: Newer,
  signal: AbortSignal | undefined,
): Promise<void> {
  const lock = await storage.lock?.(path, { signal });
  try {
    const hash = storage.sha256?.();
    hash?.update(csv);
    const record = { byteLength: csv.byteLength, sha256: hash?.digest(), source, validator };
    await recorded(storage, path, record, async () => {
      await lock?.check();
      await storage.write(path, csv, { signal });
    });
  } finally {
    await lock?.release();
  }
}
