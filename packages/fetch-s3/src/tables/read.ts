import { type FetchOptions, readCsv, type Table, type TableFile, type TableSchema } from "@ecephys/core";
import { type Column, columnsOf, takeRows } from "@ecephys/core/internal";
import { displayUrl } from "@ecephys/files/internal";
import { tablePath, urlIn } from "../layout.ts";
import type { S3Settings } from "../settings.ts";
import { nameOf, requiredText, tableText } from "./text.ts";

/** A table that has to be there, sorted by id. @throws an EcephysError "not-found" if it is missing, "format". */
export async function readTable(
  settings: S3Settings,
  file: TableFile,
  schema: TableSchema,
  options: FetchOptions,
): Promise<Table> {
  return parsed(settings, file, schema, await requiredText(settings, file, options));
}

/** A table that may be missing. */
export async function readTableIfAny(
  settings: S3Settings,
  file: TableFile,
  schema: TableSchema,
  options: FetchOptions,
): Promise<Table | undefined> {
  const text = await tableText(settings, file, options);
  return text && parsed(settings, file, schema, text);
}

function parsed(
  { baseUrl }: S3Settings,
  file: TableFile,
  schema: TableSchema,
  text: { readonly csv: Uint8Array } | "unchanged",
): Table {
  // Without a validator nothing is unchanged.
  const csv = text === "unchanged" ? new Uint8Array() : text.csv;
  const resource = `${nameOf(file)} (${displayUrl(urlIn(baseUrl, tablePath(file)))})`;
  return sortedById(readCsv(csv, schema, { resource }), schema);
}

/** A column of a table that has it. */
export function columnOf(table: Table, name: string): Column {
  return columnsOf(table).get(name) ?? [];
}

/** Rows in the order of the ids, as every backend gives them. */
export function sortedById(table: Table, schema: TableSchema): Table {
  const ids = columnOf(table, schema.columns[0]?.name ?? "id") as Float64Array;
  let ascend = true;
  for (let row = 1; row < ids.length && ascend; row += 1) ascend = (ids[row] ?? 0) > (ids[row - 1] ?? 0);
  if (ascend) return table;
  const rows = Int32Array.from(ids.keys()).sort((a, b) => (ids[a] ?? 0) - (ids[b] ?? 0));
  return takeRows(table, rows);
}
