import type { ColumnTable } from "arquero";
import { ByteWriter } from "./byte-writer.ts";
import { toText } from "./cell.ts";
import { type Column, columnsOf, isMissing, plain } from "./column.ts";
import { floatText, formatList } from "./python-list.ts";
import type { ColumnType, TableSchema } from "./schema.ts";

const COMMA = 44;
const LINE_FEED = 10;
/** After this many rows the total length is estimated. */
const SAMPLE = 1000;

/**
 * A table as the CSV that pandas would write and read back with the same types: UTF-8, LF, a header; integers
 * plain, other numbers with a decimal point and the fewest digits that read back the same, True and False,
 * lists as Python's text, quotes where needed, empty for a missing cell. Known columns are written by their
 * declared type; the schema says which others are written as integers (`wholeNumbers`). A text that pandas
 * treats as missing, such as "NA", is read back as missing
 * ([note T11](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t11)).
 */
export function writeCsv(table: ColumnTable, schema: TableSchema): Uint8Array {
  const columns = columnsOf(plain(table));
  const out = new ByteWriter();
  const cells = [...columns].map(([name, column]) =>
    cellWriter(out, column, writtenType(name, column, schema)),
  );
  out.text(`${[...columns.keys()].map(quoted).join(",")}\n`);
  const rows = table.numRows();
  for (let row = 0; row < rows; row += 1) {
    const start = out.length;
    if (row === SAMPLE) out.expect(Math.ceil((1.05 * (rows - row) * start) / row));
    cells[0]?.(row);
    for (let index = 1; index < cells.length; index += 1) {
      out.byte(COMMA);
      cells[index]!(row);
    }
    // An empty line would be skipped on reading.
    if (out.length === start) out.text('""');
    out.byte(LINE_FEED);
  }
  return out.finish();
}

type CellWriter = (row: number) => void;

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

function cellWriter(out: ByteWriter, column: Column, type: ColumnType): CellWriter {
  if (column instanceof Float64Array) return numberWriter(out, column, type === "integer");
  // Many columns repeat the same value.
  let last = "";
  let lastQuoted = "";
  return (row) => {
    const cell = column.at(row);
    if (typeof cell === "string") {
      if (cell !== last) {
        last = cell;
        lastQuoted = quoted(cell);
      }
      out.text(lastQuoted);
    } else if (!isMissing(cell)) out.text(cellText(cell));
  };
}

function numberWriter(out: ByteWriter, column: Float64Array, isWhole: boolean): CellWriter {
  return (row) => {
    const value = column[row]!;
    if (Number.isNaN(value)) return;
    if (isWhole) out.integer(value);
    else out.float(value);
  };
}

function cellText(cell: unknown): string {
  if (typeof cell === "number") return Number.isSafeInteger(cell) ? String(cell) : floatText(cell);
  if (Array.isArray(cell) || ArrayBuffer.isView(cell)) {
    return quoted(formatList(cell as unknown as ArrayLike<unknown>));
  }
  const plain = (_: string, own: unknown) => (typeof own === "bigint" ? String(own) : own);
  return quoted(toText(cell) ?? JSON.stringify(cell, plain));
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
