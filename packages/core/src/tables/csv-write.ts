import type { ColumnTable } from "arquero";
import { toText } from "./cell.ts";
import { type Column, columnsOf, isMissing, plain } from "./column.ts";
import { floatText, formatList } from "./python-list.ts";
import type { ColumnType, TableSchema } from "./schema.ts";

/** So many rows are put together as text before they become bytes. */
const ROWS_A_CHUNK = 4096;

/**
 * A table as the CSV that pandas would write of it, and reads back with the same types: UTF-8, LF, a header;
 * integers plain, other numbers with a decimal point and the fewest digits that read back the same, True and
 * False, lists as Python's text, quotes where needed, nothing for a missing cell. Known columns are written by
 * their declared type; which others are written as integers says the schema (`wholeNumbers`). What pandas has no text for comes back as missing: a text
 * that is one of its words for a missing value, such as "NA" (note T11).
 */
export function writeCsv(table: ColumnTable, schema: TableSchema): Uint8Array {
  const columns = columnsOf(plain(table));
  const rows = table.numRows();
  const cells = [...columns].map(([name, column]) => cellWriter(column, writtenType(name, column, schema)));
  const encoder = new TextEncoder();
  const chunks = [encoder.encode(`${[...columns.keys()].map(quoted).join(",")}\n`)];
  for (let start = 0; start < rows; start += ROWS_A_CHUNK) {
    const end = Math.min(rows, start + ROWS_A_CHUNK);
    let text = "";
    for (let row = start; row < end; row += 1) {
      let line = cells[0]?.(row) ?? "";
      for (let index = 1; index < cells.length; index += 1) line += `,${cells[index]!(row)}`;
      // An empty line would be passed over on reading.
      text += line === "" ? '""\n' : `${line}\n`;
    }
    chunks.push(encoder.encode(text));
  }
  return concatenated(chunks);
}

type CellWriter = (row: number) => string;

function writtenType(name: string, column: Column, schema: TableSchema): ColumnType {
  const declared = schema.columns.find((known) => known.name === name)?.type ?? "any";
  if (!(column instanceof Float64Array)) return declared;
  if (schema.wholeNumbers?.includes(name)) return column.every(isWholeOrMissing) ? "integer" : "number";
  const mayBeWhole = declared === "integer" || (declared === "any" && schema.wholeNumbers === undefined);
  return mayBeWhole && column.every(Number.isSafeInteger) ? "integer" : "number";
}

function isWholeOrMissing(value: number): boolean {
  return Number.isSafeInteger(value) || Number.isNaN(value);
}

function cellWriter(column: Column, type: ColumnType): CellWriter {
  if (column instanceof Float64Array) {
    const format = type === "integer" ? String : floatText;
    return (row) => (Number.isNaN(column[row]) ? "" : format(column[row]!));
  }
  return (row) => {
    const cell = column.at(row);
    if (typeof cell === "string") return quoted(cell);
    return isMissing(cell) ? "" : cellText(cell);
  };
}

function cellText(cell: unknown): string {
  if (typeof cell === "number") return Number.isSafeInteger(cell) ? String(cell) : floatText(cell);
  if (Array.isArray(cell) || ArrayBuffer.isView(cell)) {
    return quoted(formatList(cell as unknown as ArrayLike<unknown>));
  }
  return quoted(toText(cell) ?? JSON.stringify(cell));
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function concatenated(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
