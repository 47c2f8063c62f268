import { parseWhere, type Table, type Where } from "@ecephys/core";
import { type Column, tableOf } from "@ecephys/core/internal";
import type { ParquetScan } from "hyparquet";
import type { ExportColumn } from "../rows/types.ts";
import { CollectedColumn, columnsOfFile } from "./columns.ts";
import { type ParquetFile, scanFile } from "./parquet-file.ts";
import { columnsOfCondition, mayHoldSession, pruningOf } from "./pruning.ts";
import { type DatasetFile, SESSION_COLUMN } from "./types.ts";

/** What is wanted of a table. */
export interface Wanted {
  readonly names: readonly string[];
  readonly where: Where | undefined;
  /** Columns that only the condition looks at. */
  readonly conditionColumns: readonly string[];
}

/** @param columns Those of the table. @param names Those that are asked for; all where undefined. */
export function wantedOf(
  columns: readonly ExportColumn[],
  names: readonly string[] | undefined,
  condition: string | undefined,
): Wanted {
  const where = condition === undefined ? undefined : parseWhere(condition);
  const looked = where === undefined ? [] : [...new Set(columnsOfCondition(where.expression))];
  return { names: names ?? columns.map(({ name }) => name), where, conditionColumns: looked };
}

/** Whether a file may hold rows that pass, by its session. */
export function mayHoldRows({ session }: DatasetFile, { where }: Wanted): boolean {
  if (session === undefined || where === undefined) return true;
  return mayHoldSession(
    pruningOf(where.expression, (name) => name === SESSION_COLUMN),
    session,
  );
}

/** Collects the rows of a table from its files. */
export class TableCollector {
  readonly #wanted: Wanted;
  readonly #columns: readonly CollectedColumn[];

  constructor(columns: readonly ExportColumn[], wanted: Wanted) {
    this.#wanted = wanted;
    const byName = new Map(columns.map((column) => [column.name, column]));
    this.#columns = wanted.names.map((name) => new CollectedColumn(byName.get(name)!));
  }

  /**
   * Adds the rows of a file that pass. What the condition looks at is read first, and of the other columns the pages that
   * hold such rows.
   */
  async add(file: ParquetFile, session: number | undefined, signal: AbortSignal | undefined): Promise<void> {
    const own = columnsOfFile(file.metadata);
    const stored = new Map(own.map((column) => [column.name, column]));
    const { conditionColumns, names, where } = this.#wanted;
    const read = [...new Set([...names, ...conditionColumns])].filter((name) => stored.has(name));
    const pruning =
      where &&
      pruningOf(where.expression, (name) => {
        const type = stored.get(name)?.type;
        return typeof type === "string" && type !== "timestamp" && type !== "boolean";
      });
    const scan = await scanFile(file, read, pruning);
    for (const range of scan.ranges) {
      signal?.throwIfAborted();
      await this.#addRange(scan, range, { stored, session });
    }
  }

  table(): Table {
    return tableOf(new Map(this.#columns.map((column) => [column.column.name, column.values() as Column])));
  }

  async #addRange(
    scan: ParquetScan,
    range: ParquetScan["ranges"][number],
    {
      stored,
      session,
    }: { readonly stored: ReadonlyMap<string, ExportColumn>; readonly session: number | undefined },
  ): Promise<void> {
    const count = range.rowEnd - range.rowStart;
    const valuesOf = async (name: string, from: number, to: number): Promise<ArrayLike<unknown>> => {
      if (name === SESSION_COLUMN && session !== undefined) return new Float64Array(to - from).fill(session);
      if (!stored.has(name)) return new Array<null>(to - from).fill(null);
      return scan.readColumn({ column: name, rowStart: range.rowStart + from, rowEnd: range.rowStart + to });
    };
    const rows = await this.#passing(count, stored, (name) => valuesOf(name, 0, count));
    if (rows.length === 0) return;
    const from = rows[0]!;
    const to = rows.at(-1)! + 1;
    const places = rows.map((row) => row - from);
    for (const collected of this.#columns)
      collected.add(await valuesOf(collected.column.name, from, to), places);
  }

  /** The rows of a range for which the condition is true. */
  async #passing(
    count: number,
    stored: ReadonlyMap<string, ExportColumn>,
    valuesOf: (name: string) => Promise<ArrayLike<unknown>>,
  ): Promise<number[]> {
    const { conditionColumns, where } = this.#wanted;
    const all = Array.from({ length: count }, (_, row) => row);
    if (where === undefined) return all;
    const columns = new Map<string, Column>();
    for (const name of conditionColumns) {
      const column = new CollectedColumn(stored.get(name) ?? { name, type: "int64", nullable: true });
      column.add(await valuesOf(name), all);
      columns.set(name, column.values() as Column);
    }
    return where.rows(tableOf(columns));
  }
}
