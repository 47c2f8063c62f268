import { EcephysError } from "@ecephys/files";
import { toBoolean, toInteger, toNumber, toText } from "./cell.ts";
import { type Column, type Columns, tableOf } from "./column.ts";
import { inferColumn } from "./infer.ts";
import type { ColumnType, TableSchema } from "./schema.ts";
import type { Table } from "./table.ts";

/** Rows as a backend returns them: numbers, text, bigint, Date, booleans, arrays; null or undefined for missing. */
export type TableRecords = readonly Readonly<Record<string, unknown>>[];

/**
 * An Arquero table from records. Known columns have their declared types whatever the records contain (numeric
 * text, 'True', bigint, Date; [note T9](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t9),
 * [note T15](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t15)), others are inferred from
 * all of their values. The id comes first, then the schema's columns that any record has, in schema order, then
 * the rest in order of first appearance. Without records the table has all of the schema's columns and no rows.
 * Missing: NaN in number columns, null in the others. Text is kept as is.
 * @throws an EcephysError "format" that names table, column, row and value if a value cannot have its column's
 * type or an id is missing.
 */
export function tableFromRecords(schema: TableSchema, records: TableRecords): Table {
  return typedTable(schema, valuesByName(records), records.length);
}

/** The records' values by name, in order of first appearance; null for none. */
export function valuesByName(records: TableRecords): Map<string, unknown[]> {
  const columns = new Map<string, unknown[]>();
  // Most records have the same names in the same order: then no name needs a lookup.
  const names: string[] = [];
  const inOrder: unknown[][] = [];
  for (let row = 0; row < records.length; row += 1) {
    const record = records[row]!;
    let place = 0;
    for (const name in record) {
      let values = names[place] === name ? inOrder[place] : columns.get(name);
      if (values === undefined) {
        values = new Array<unknown>(records.length).fill(null);
        columns.set(name, values);
        names.push(name);
        inOrder.push(values);
      }
      values[row] = record[name];
      place += 1;
    }
  }
  return columns;
}

/** As `tableFromRecords`, from columns of equal length. @throws also if the lengths differ. */
export function tableFromColumns(
  schema: TableSchema,
  columns: Readonly<Record<string, ArrayLike<unknown>>>,
): Table {
  const entries = Object.entries(columns);
  const rows = entries[0]?.[1].length ?? 0;
  for (const [name, values] of entries) {
    if (values.length !== rows) {
      throw formatError(schema, `column "${name}" has ${values.length} rows, but others have ${rows}`);
    }
  }
  return typedTable(schema, new Map(entries), rows);
}

/** An all-missing column of a declared type. */
export function missingColumn(type: ColumnType, rows: number): Column {
  return isNumeric(type) || type === "any"
    ? new Float64Array(rows).fill(Number.NaN)
    : new Array<null>(rows).fill(null);
}

/**
 * A column of a declared type from any values; the first is row `firstRow` of its table.
 * @throws an EcephysError "format" that names table, column, row and value.
 */
export function typedColumn(
  schema: TableSchema,
  name: string,
  type: ColumnType,
  values: ArrayLike<unknown>,
  firstRow = 0,
): Column {
  if (type === "any") return inferColumn(values);
  const convert = CONVERTERS[type];
  const result: { [row: number]: unknown } & Column = isNumeric(type)
    ? new Float64Array(values.length)
    : new Array<unknown>(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    const cell = type === "number" && typeof value === "number" ? value : convert(value);
    if (cell === undefined) throw cellError(schema, name, type, firstRow + row, value);
    result[row] = cell;
  }
  return result;
}

/** The error for a value that cannot have its column's type; rows count from 1. */
function cellError(
  schema: TableSchema,
  column: string,
  type: ColumnType,
  row: number,
  value: unknown,
): EcephysError {
  const article = type === "integer" ? "an" : "a";
  return formatError(
    schema,
    `column "${column}", row ${row + 1}: ${describe(value)} is not ${article} ${type === "text" ? "text" : type}`,
  );
}

const CONVERTERS = {
  integer: toInteger,
  number: toNumber,
  boolean: toBoolean,
  text: toText,
} as const;

/**
 * A table of columns by name, each converted to its declared type (unless `areTyped` says that known columns
 * already are) or inferred.
 */
export function typedTable(
  schema: TableSchema,
  given: ReadonlyMap<string, ArrayLike<unknown>>,
  rows: number,
  areTyped = false,
): Table {
  const columns: Columns = new Map();
  const id = schema.columns[0];
  for (const { name, type } of schema.columns) {
    const values = given.get(name);
    if (values && areTyped && type !== "any") columns.set(name, values as unknown as Column);
    else if (values) columns.set(name, typedColumn(schema, name, type, values));
    else if (rows === 0) columns.set(name, missingColumn(type, 0));
    else if (name === id?.name) throw formatError(schema, `its id column "${name}" is missing`);
  }
  for (const [name, values] of given) if (!columns.has(name)) columns.set(name, inferColumn(values));
  if (id) requireIds(schema, id.name, columns.get(id.name));
  return tableOf(columns);
}

function requireIds(schema: TableSchema, name: string, ids: Column | undefined): void {
  for (let row = 0; ids && row < ids.length; row += 1) {
    const id = ids.at(row);
    if (id === null || Number.isNaN(id)) throw formatError(schema, `row ${row + 1} has no ${name}`);
  }
}

function isNumeric(type: ColumnType): boolean {
  return type === "integer" || type === "number";
}

function describe(value: unknown): string {
  const text =
    typeof value === "string"
      ? JSON.stringify(value)
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function formatError(schema: TableSchema, reason: string): EcephysError {
  return new EcephysError("format", {
    action: "Building a table",
    resource: `the ${schema.name} table`,
    reason,
    remedy: "The source of this table does not match its declared columns",
  });
}
