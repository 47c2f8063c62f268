import type { Hdf5Values } from "@ecephys/hdf5";
import { asText, isNumeric } from "@ecephys/hdf5/internal";
import type { NwbFile } from "./nwb-file.ts";

/** One column of an NWB table: numbers (missing: NaN), booleans, or text. */
export type TableColumn = Float64Array | readonly boolean[] | readonly string[];

/** An NWB table ("DynamicTable") with one value per cell. */
export interface DynamicTable {
  readonly path: string;
  readonly ids: Float64Array;
  /** In the order of the table's `colnames`. */
  readonly columns: ReadonlyMap<string, TableColumn>;
}

/**
 * Reads a table's ids and its columns with one number, boolean or text per row; ragged columns, references and
 * columns of more dimensions are left out.
 * @throws an EcephysError "not-found" where there is no such table, "format" where its columns differ in
 * length.
 */
export async function readDynamicTable(
  file: NwbFile,
  path: string,
  action: string,
  wants: (name: string) => boolean = () => true,
): Promise<DynamicTable> {
  const group = await file.requireGroup(path, action);
  const held = new Set(group.children);
  // Asked all at once: the worker that reads the file goes from one to the next without a pause.
  const [ids, names] = await Promise.all([
    file.numbers(`${path}/id`, action),
    columnNames(file, path, group.children),
  ]);
  const readColumn = async (name: string): Promise<TableColumn | undefined> => {
    if (!held.has(name))
      file.damage(path, action, `the table lists a column "${name}" that it does not have`);
    const dataset = await file.dataset(`${path}/${name}`);
    if (!dataset || !isColumn(dataset.shape, ids.length)) return undefined;
    const column = plainColumn(await file.read(dataset.path, action));
    if (column && column.length !== ids.length)
      file.damage(`${path}/${name}`, action, `it has ${column.length} values for ${ids.length} rows`);
    return column;
  };
  const wanted = names.filter((name) => !held.has(`${name}_index`) && wants(name));
  const read = await Promise.all(wanted.map(readColumn));
  const columns = new Map<string, TableColumn>();
  for (const [i, name] of wanted.entries()) if (read[i]) columns.set(name, read[i]);
  return { path, ids, columns };
}

/** The table's columns in its own order; all that its group holds where it does not list them. */
async function columnNames(
  file: NwbFile,
  path: string,
  children: readonly string[],
): Promise<readonly string[]> {
  const colnames = (await file.hdf5.attributes(path, ["colnames"]))?.colnames;
  const named = colnames ? asText(colnames, file.nameOf(path)) : [];
  const isIndex = (name: string) => name.endsWith("_index") && children.includes(name.slice(0, -6));
  return named.length > 0 ? named : children.filter((name) => name !== "id" && !isIndex(name));
}

/** One value per row; MATLAB writes such columns as matrices with one column. */
function isColumn(shape: readonly number[] | undefined, rows: number): boolean {
  if (!shape || shape.length === 0) return false;
  return shape.length === 1 || shape.reduce((product, length) => product * length, 1) === rows;
}

function plainColumn({ type, data }: Hdf5Values): TableColumn | undefined {
  if (isNumeric(data)) return type.kind === "enum" ? undefined : toFloat64(data);
  if (type.kind === "boolean") return data as readonly boolean[];
  if (type.kind === "text") return data as readonly string[];
  return undefined;
}

function toFloat64(data: ArrayLike<number>): Float64Array {
  return data instanceof Float64Array ? data : Float64Array.from(data);
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
  const known = new Set<number>();
  for (const id of ids) {
    if (known.has(id)) file.damage(`${path}/id`, action, `two of its rows have the id ${id}`);
    known.add(id);
  }
}

/** A column of text; undefined where it is missing or holds something else. */
export function textColumn(table: DynamicTable, name: string): readonly string[] | undefined {
  const column = table.columns.get(name);
  if (column === undefined || column instanceof Float64Array) return undefined;
  return column.every((value) => typeof value === "string") ? (column as readonly string[]) : undefined;
}
