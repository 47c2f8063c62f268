import type { Table } from "@ecephys/core";
import { argumentChecks, EcephysError, type OptionNames } from "@ecephys/files";
import { nearest } from "@ecephys/files/internal";
import type { ExportColumn } from "../rows/types.ts";
import { columnsOfFile } from "./columns.ts";
import { type ParquetFile, ReadCounter, readIndex } from "./parquet-file.ts";
import type { DatasetPlace } from "./place.ts";
import { mayHoldRows, TableCollector, wantedOf } from "./read-table.ts";
import {
  type BytesRead,
  type DatasetFile,
  type DatasetTableFiles,
  type DatasetTableInfo,
  type ReadTableOptions,
  SESSION_COLUMN,
} from "./types.ts";

const READ_OPTIONS: OptionNames<ReadTableOptions> = {
  columns: true,
  sessions: true,
  where: true,
  signal: true,
};
const SIGNAL: OptionNames<{ signal?: AbortSignal | undefined }> = { signal: true };

/**
 * Tables in Parquet files, one file each or one for each session. Nothing but their list is read before it is asked for;
 * then only the columns, files, row groups and pages that are needed.
 */
export class Dataset {
  readonly #place: DatasetPlace;
  readonly #tables: ReadonlyMap<string, DatasetTableFiles>;
  readonly #files = new Map<string, Promise<ParquetFile>>();
  readonly #counter = new ReadCounter();

  /** Use `openDataset`. */
  constructor(place: DatasetPlace, tables: readonly DatasetTableFiles[]) {
    this.#place = place;
    this.#tables = new Map(tables.map((table) => [table.name, table]));
  }

  /** The directory or address of the dataset. */
  get location(): string {
    return this.#place.location;
  }

  /** The names of the tables. */
  get tableNames(): string[] {
    return [...this.#tables.keys()];
  }

  /** The reads of data files so far, and their bytes: over HTTP what was transferred. */
  get transferred(): BytesRead {
    return { requests: this.#counter.requests, bytes: this.#counter.bytes };
  }

  /** A table's columns, with units and meanings, and its files. @throws an EcephysError "not-found" for an unknown name. */
  async describe(
    name: string,
    options: { signal?: AbortSignal | undefined } = {},
  ): Promise<DatasetTableInfo> {
    const { signal } = argumentChecks("Describing a table").knownOptions(options, SIGNAL);
    const table = this.#require(name);
    return { ...table, columns: await this.#columns(table, signal) };
  }

  /**
   * The rows of a table, in the order of its files: missing numbers are NaN, other missing values null, and the session is
   * a column of a table that has a file for each.
   * @throws an EcephysError "not-found" for a table, column or session that the dataset does not have, "argument" for a
   * condition that cannot be read, "format" for a damaged file.
   * @example
   * import type { Dataset } from "@ecephys/export";
   *
   * function earlySpikes(dataset: Dataset) {
   *   const where = "unit_id == 950911932 && spike_time >= 10 && spike_time < 20";
   *   return dataset.table("spikes", { sessions: 715093703, where });
   * }
   */
  async table(name: string, options: ReadTableOptions = {}): Promise<Table> {
    const checks = argumentChecks("Reading a table of a dataset");
    const { columns, sessions, signal, where } = checks.knownOptions(options, READ_OPTIONS);
    const table = this.#require(name);
    const files = this.#filesOf(table, checks.ids("sessions", sessions));
    const known = await this.#columns(table, signal);
    const wanted = wantedOf(known, checks.names("columns", columns), where);
    this.#requireColumns(table, known, [...wanted.names, ...wanted.conditionColumns]);
    const collector = new TableCollector(known, wanted);
    for (const file of files.filter((one) => mayHoldRows(one, wanted))) {
      signal?.throwIfAborted();
      await collector.add(await this.#open(file, signal), file.session, signal);
    }
    return collector.table();
  }

  #require(name: string): DatasetTableFiles {
    const table = this.#tables.get(name);
    if (table !== undefined) return table;
    throw this.#absent(`table "${name}"`, name, this.tableNames);
  }

  #filesOf(
    { files, name }: DatasetTableFiles,
    sessions: readonly number[] | undefined,
  ): readonly DatasetFile[] {
    if (sessions === undefined || files.every(({ session }) => session === undefined)) return files;
    const unknown = sessions.find((id) => !files.some(({ session }) => session === id));
    if (unknown === undefined) return files.filter(({ session }) => sessions.includes(session!));
    throw this.#absent(
      `session ${unknown} of ${name}`,
      "",
      files.map(({ session }) => String(session)),
    );
  }

  #requireColumns(
    { name }: DatasetTableFiles,
    known: readonly ExportColumn[],
    wanted: readonly string[],
  ): void {
    const names = known.map((column) => column.name);
    const unknown = wanted.find((column) => !names.includes(column));
    if (unknown !== undefined) throw this.#absent(`column "${unknown}" of ${name}`, unknown, names);
  }

  /** Those of the first file, whose table's files are all alike. */
  async #columns(
    { files }: DatasetTableFiles,
    signal: AbortSignal | undefined,
  ): Promise<readonly ExportColumn[]> {
    const [first] = files;
    if (first === undefined) return [];
    const own = columnsOfFile((await this.#open(first, signal)).metadata);
    if (first.session === undefined) return own;
    return [{ name: SESSION_COLUMN, type: "int64", nullable: false }, ...own];
  }

  /** Each file's index is read once. */
  #open({ path }: DatasetFile, signal: AbortSignal | undefined): Promise<ParquetFile> {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const opening = this.#read(path, signal);
    this.#files.set(path, opening);
    opening.catch(() => this.#files.delete(path));
    return opening;
  }

  async #read(path: string, signal: AbortSignal | undefined): Promise<ParquetFile> {
    const buffer = this.#counter.counted(await this.#place.source(path, signal));
    return { name: path, buffer, metadata: await readIndex(path, buffer) };
  }

  #absent(what: string, name: string, known: readonly string[]): EcephysError {
    const meant = nearest(name, known);
    return new EcephysError("not-found", {
      action: "Reading a dataset",
      resource: this.location,
      reason: `it has no ${what}`,
      remedy: meant === undefined ? `There are ${known.slice(0, 30).join(", ")}` : `Did you mean ${meant}?`,
    });
  }
}
