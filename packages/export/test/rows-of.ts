import type { ColumnTable } from "@ecephys/core/arquero";
import { columnInfo } from "@ecephys/core/columns";

/**
 * The values of a table's columns as JSON has them, missing ones as null, for comparing with what others read. Where a
 * column has a number in some rows and several in others, one is a list of one.
 */
export function rowsOf(table: ColumnTable, names: readonly string[] = table.columnNames()): string[] {
  const columns = names.map((name) => {
    const values = Array.from(table.array(name) as ArrayLike<unknown>);
    const type = columnInfo(name)?.type;
    // A session of another time has true in a column of numbers.
    if (type === "number") return values.map((value) => (typeof value === "boolean" ? Number(value) : value));
    return type === "number or list" || PARAMETERS.has(name) ? values.map(asList) : values;
  });
  return rowTexts(columns, table.numRows());
}

/** `phase` is a text in tables of probes. */
const PARAMETERS = new Set(["phase"]);

function asList(value: unknown): unknown {
  return typeof value === "number" && !Number.isNaN(value) ? [value] : value;
}

/** A row a text, sorted. */
export function rowTexts(columns: readonly ArrayLike<unknown>[], count: number): string[] {
  return Array.from({ length: count }, (_, row) =>
    JSON.stringify(columns.map((column) => plain(column[row]))),
  ).sort();
}

function plain(value: unknown): unknown {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return Array.from(value as ArrayLike<unknown>, plain);
  return value;
}
