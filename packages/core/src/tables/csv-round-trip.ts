import type { ColumnTable } from "arquero";
import { NA_WORDS } from "./cell.ts";
import { type Column, type Columns, columnsOf, plain, tableOf } from "./column.ts";
import type { ColumnType, TableSchema } from "./schema.ts";
import type { Table } from "./table.ts";

/**
 * The table that `readCsv` would read from `writeCsv`'s output, computed without writing or reading: columns in
 * schema order, texts that pandas treats as missing are missing. Undefined if this cannot be determined:
 * columns that the schema does not declare, values of other types, ids that do not ascend.
 */
export function afterCsvRoundTrip(table: ColumnTable, schema: TableSchema): Table | undefined {
  const given = columnsOf(plain(table));
  const columns: Columns = new Map();
  for (const { name, type } of schema.columns) {
    const column = given.get(name);
    const read = column && readBack(column, type);
    if (read) columns.set(name, read);
  }
  const ids = columns.get(schema.columns[0]?.name ?? "");
  return columns.size === given.size && ids && areAscending(ids) ? tableOf(columns) : undefined;
}

function readBack(column: Column, type: ColumnType): Column | undefined {
  switch (type) {
    case "number":
      return column instanceof Float64Array && !column.some(isNegativeZero) ? column : undefined;
    case "integer":
      return column instanceof Float64Array && column.every(isPlainInteger) ? column : undefined;
    case "boolean":
      return Array.isArray(column) && column.every(isBoolean) ? column : undefined;
    case "text":
      return Array.isArray(column) ? textsReadBack(column) : undefined;
    case "any":
      return undefined;
  }
}

/** A text that repeats the row before is checked once. */
function textsReadBack(cells: readonly unknown[]): Column | undefined {
  const read = new Array<string | null>(cells.length);
  let last: unknown = null;
  let lastRead: string | null = null;
  for (let row = 0; row < cells.length; row += 1) {
    const cell = cells[row];
    if (cell !== last) {
      if (cell !== null && (typeof cell !== "string" || !isWellFormed(cell))) return undefined;
      last = cell;
      lastRead = cell === null || NA_WORDS.has(cell) ? null : cell;
    }
    read[row] = lastRead;
  }
  return read;
}

/** Without lone surrogates, which UTF-8 cannot encode. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** Whole columns are written as integers, which have no -0. */
function isNegativeZero(value: number): boolean {
  return Object.is(value, -0);
}

function isPlainInteger(value: number): boolean {
  return Number.isNaN(value) || (Number.isSafeInteger(value) && !Object.is(value, -0));
}

function isBoolean(cell: unknown): boolean {
  return cell === null || typeof cell === "boolean";
}

function areAscending(ids: Column): boolean {
  if (!(ids instanceof Float64Array)) return false;
  let before = -Infinity;
  return ids.every((id) => {
    const isAbove = id > before;
    before = id;
    return isAbove;
  });
}
