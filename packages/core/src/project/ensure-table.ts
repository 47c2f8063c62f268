import type { StoredFileInfo } from "@ecephys/files";
import { SharedTasks, storedFileName } from "@ecephys/files/internal";
import type { ColumnTable } from "arquero";
import { NotKept } from "../caching/call-caching.ts";
import { FetchedFile, oneFileCallCaching } from "../caching/one-file.ts";
import { requireRecorded } from "../caching/require-recorded.ts";
import type { FetchOptions } from "../fetch-api.ts";
import type { KindProject, TableKind } from "../kinds/kind.ts";
import type { KindFile } from "../kinds/kind-file.ts";
import { areEqual } from "../tables/bytes.ts";
import { typed } from "../tables/column.ts";
import { readCsv } from "../tables/csv-read.ts";
import { afterCsvRoundTrip } from "../tables/csv-round-trip.ts";
import { writeCsv } from "../tables/csv-write.ts";
import type { Table } from "../tables/table.ts";
import type { CacheContext } from "./context.ts";
import { readDerived, writeDerived } from "./derived.ts";
import { addPathToMissingData } from "./missing-data.ts";

interface Remembered extends StoredFileInfo {
  readonly table: Table;
}

/** A table as fetched, and the CSV made from it. */
export interface FetchedTable {
  readonly table: ColumnTable;
  readonly csv: Uint8Array;
}

/** How a table is fetched into the cache and read. */
export interface EnsureTableOptions<Value> {
  /** Turns the CSV into the caller's result; `undefined` if it is gone. */
  readonly read: (info: StoredFileInfo, signal: AbortSignal | undefined) => Promise<Value | undefined>;
  /** The same for a table without rows, which is not kept. */
  readonly empty: (table: ColumnTable) => Value;
  /** Called when a fetch begins. */
  readonly onFetch?: (() => void) | undefined;
  /** Called with the fetched table and its CSV, before it is read; not where the backend gave the CSV itself. */
  readonly onFetched?: ((fetched: FetchedTable) => void) | undefined;
  readonly onProgress?: FetchOptions["onProgress"];
  readonly onWait?: ((owner: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Reads a table of the cache; if it is missing or damaged, fetches it first. */
export async function ensureTable<Value>(
  { api, fetchTries, storage, warn, warnRetry }: CacheContext,
  project: KindProject,
  { args, kind, path, resource }: KindFile<TableKind>,
  options: EnsureTableOptions<Value>,
): Promise<Value> {
  const location = storedFileName(storage, path);
  const { empty, onFetch, onFetched, onProgress, onWait, read, signal } = options;
  return oneFileCallCaching<Value>({
    storage,
    path,
    resource,
    fetchTries,
    onWarning: warn,
    onRetry: warnRetry,
    onWait,
    signal,
    read: async (info, inner) => {
      await requireRecorded(storage, path, info, inner);
      return read(info, inner);
    },
    fetch: async (inner) => {
      onFetch?.();
      const fetchOptions = { signal: inner, onProgress };
      const text = await addPathToMissingData(location, () => kind.fetchText(project, args, fetchOptions));
      if (text !== undefined && text !== "unchanged")
        return new FetchedFile(text.csv, text.source ?? api.name, text.validator);
      const table = await addPathToMissingData(location, () => kind.fetch(project, args, fetchOptions));
      if (table.numRows() === 0) return new NotKept(empty(table));
      const csv = writeCsv(table, kind.schema);
      onFetched?.({ table, csv });
      return new FetchedFile(csv, api.name);
    },
  });
}

/** Reads tables once per process, as long as their CSVs do not change. */
export class TableFiles {
  readonly #context: CacheContext;
  readonly #project: KindProject;
  readonly #reading = new SharedTasks();
  readonly #remembered = new Map<string, Remembered>();

  constructor(context: CacheContext, project: KindProject) {
    this.#context = context;
    this.#project = project;
  }

  /**
   * The table: from memory if the CSV has not changed, else from its faster copy, else from the CSV, else
   * fetched. A table without rows is returned but not kept, so that a later call fetches again.
   */
  async load(file: KindFile<TableKind>, signal?: AbortSignal | undefined): Promise<Table> {
    const known = this.#remembered.get(file.path);
    const info = known && (await this.#context.storage.stat(file.path, { signal }));
    if (info && known.byteLength === info.byteLength && known.modified === info.modified) return known.table;
    return this.#reading.run(`table ${file.path}`, (all) => this.#read(file, all), signal);
  }

  async #read(file: KindFile<TableKind>, signal: AbortSignal): Promise<Table> {
    let fetched: FetchedTable | undefined;
    return ensureTable<Table>(this.#context, this.#project, file, {
      read: (info, inner) => this.#parse(file, info, fetched, inner),
      onFetched: (now) => {
        fetched = now;
      },
      empty: typed,
      onProgress: this.#context.onProgress,
      signal,
    });
  }

  /** `undefined` if the CSV has disappeared since `info` was read. */
  async #parse(
    { kind, path }: KindFile<TableKind>,
    info: StoredFileInfo,
    fetched: FetchedTable | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Table | undefined> {
    const { storage } = this.#context;
    const { schema } = kind;
    let table = await readDerived(this.#context, path, info, signal);
    if (table === undefined) {
      const bytes = await storage.read(path, { signal });
      if (bytes === undefined) return undefined;
      // The result must not depend on who fetched it, so only parsing is saved, and only if nothing is lost.
      const isOurs = fetched !== undefined && areEqual(bytes, fetched.csv);
      table =
        (isOurs ? afterCsvRoundTrip(fetched.table, schema) : undefined) ??
        readCsv(bytes, schema, { resource: storedFileName(storage, path) });
      await writeDerived(this.#context, path, info, table, signal);
    }
    this.#remembered.set(path, { ...info, table });
    return table;
  }
}
