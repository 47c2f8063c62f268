import { isStrictlyAscending } from "@ecephys/files/internal";
import type { NwbFile } from "./nwb-file.ts";
import { type PlannedColumn, planTable } from "./table/plan.ts";
import { readColumns } from "./table/read.ts";
import { counted } from "./warnings.ts";

/** One column of an NWB table: numbers (missing: NaN), or cells of any kind (missing: null). */
export type TableColumn = Float64Array | readonly unknown[];

/** An NWB table ("DynamicTable") with one value per cell. */
export interface DynamicTable {
  readonly path: string;
  readonly ids: Float64Array;
  /** In the order of the table's `colnames`. */
  readonly columns: ReadonlyMap<string, TableColumn>;
  /** Columns that were wanted and left out, since they hold lists or matrices, by name. */
  readonly lists?: readonly string[];
}

/**
 * Reads a table's ids and its columns with one number, boolean or text per row; columns of lists and matrices
 * are left out. What is wrong with a column leaves it out, with a warning.
 * @throws an EcephysError "not-found" where there is no such table.
 */
export async function readDynamicTable(
  file: NwbFile,
  path: string,
  action: string,
  wants: (name: string) => boolean = () => true,
): Promise<DynamicTable> {
  const ragged: string[] = [];
  const plan = await planTable(file, path, action, {
    wants: (name, isRagged) => {
      if (isRagged && wants(name)) ragged.push(name);
      return !isRagged && wants(name);
    },
    describes: false,
  });
  const single = plan.columns.filter(isSingle);
  const others = plan.columns.filter((column) => !isSingle(column)).map(({ name }) => name);
  const read = await readColumns(file, plan, single, action);
  const { ids } = plan;
  if (!(ids instanceof Float64Array))
    return file.damage(`${path}/id`, action, "its ids are 64-bit integers that a number cannot hold exactly");
  const columns = new Map(read.map(({ name, values }) => [name, values] as const));
  return { path, ids, columns, lists: [...ragged, ...others].sort() };
}

/** Tells of a table's columns that a session leaves out, since they hold lists or matrices. */
export function warnOfLists(
  file: NwbFile,
  { lists = [], path }: DynamicTable,
  known: readonly string[] = [],
): void {
  const left = lists.filter((name) => !known.includes(name));
  if (left.length > 0)
    file.warnings.tell(
      path,
      "columns of lists",
      `${counted(left.length, "column", ["that holds lists or matrices is", "that hold lists or matrices are"])} left out: ${left.join(", ")}. openNwb reads them: table("${path}").`,
    );
}

/** Kinds of elements that are cells of a table of sessions. */
const SINGLE = new Set(["integer", "float", "boolean", "enum", "text"]);

function isSingle({ dataset, layout }: PlannedColumn): boolean {
  return layout.each.length === 0 && SINGLE.has(dataset.type.kind);
}

/** A column of numbers, booleans as 0 and 1; undefined where it is missing or holds text. */
export function numericColumn(table: DynamicTable, name: string): Float64Array | undefined {
  const column = table.columns.get(name);
  if (column === undefined || column instanceof Float64Array) return column;
  return column.every((value) => typeof value === "boolean") ? Float64Array.from(column, Number) : undefined;
}

/**
 * @throws an EcephysError "not-found" where the table has no such column of one value per row, "format" where
 * it does not hold numbers.
 */
export function requireNumbers(
  file: NwbFile,
  table: DynamicTable,
  name: string,
  action: string,
): Float64Array {
  const path = `${table.path}/${name}`;
  if (!table.columns.has(name)) file.lack(path, action);
  return numericColumn(table, name) ?? file.damage(path, action, "it holds text, not numbers");
}

/** @throws an EcephysError "format" where two rows have the same id. */
export function requireDistinctIds(file: NwbFile, { path, ids }: DynamicTable, action: string): void {
  if (isStrictlyAscending(ids)) return;
  const known = new Set<number>();
  for (const id of ids) {
    if (known.has(id)) file.damage(`${path}/id`, action, `two of its rows have the id ${id}`);
    known.add(id);
  }
}

/** A column of text, "" where it is missing; undefined where there is none, or it holds something else. */
export function textColumn(table: DynamicTable, name: string): readonly string[] | undefined {
  const column = table.columns.get(name);
  if (column === undefined || column instanceof Float64Array) return undefined;
  if (column.every((value) => typeof value === "string")) return column;
  const isText = column.every((value) => typeof value === "string" || value === null);
  return isText ? column.map((value) => (value as string | null) ?? "") : undefined;
}
