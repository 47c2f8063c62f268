import { argumentChecks, type OptionNames } from "@ecephys/files";
import { CellTexts } from "./cell-texts.ts";
import { type Column, type Columns, tableOf } from "./column.ts";
import { type CsvSource, csvError, estimateRows, scanHeader, scanRows, startOfText } from "./csv-scan.ts";
import {
  acceptInteger,
  acceptLossless,
  BooleanSink,
  type ColumnSink,
  NumberSink,
  TextSink,
} from "./csv-sinks.ts";
import { inferColumn } from "./infer.ts";
import type { ColumnType, TableSchema } from "./schema.ts";
import type { Table } from "./table.ts";

/** How a CSV file is read. */
export interface ReadCsvOptions {
  /** The file's name in messages, such as its path; "the file" by default. */
  readonly resource?: string | undefined;
}

const READ_CSV_OPTIONS: OptionNames<ReadCsvOptions> = { resource: true };

/**
 * Reads a CSV as pandas writes it: LF or CRLF, quotes with line breaks in them, a byte order mark, pandas'
 * strings for missing values ([note T11](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t11)),
 * True and False. Known columns have their declared types, whatever the file holds
 * ([note T9](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t9),
 * [note T15](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t15)); columns that the schema does not
 * know are kept and inferred from all of their cells: numbers, booleans, arrays ("[23.1, -23.2]",
 * [note M3](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#m3)) or text. Numbers are read exactly
 * ([note T10](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t10)). Known columns come first
 * in schema order, then the others in the file's order; a known column (other than the id) that the file lacks
 * is left out. Missing: NaN in number columns, null in the others.
 * @throws an EcephysError "format" that names file, row and column: ragged rows, a truncated last line, an open
 * quote, text that is not UTF-8, a value of the wrong type, no header, duplicate columns, no id column, a
 * missing or duplicate id. "argument" for invalid bytes, schema or options.
 * @example
 * import { readCsv, UNITS } from "@ecephys/core";
 *
 * const bytes = new TextEncoder().encode("id,snr\n950906401,2.5\n");
 * readCsv(bytes, UNITS).array("snr"); // Float64Array [2.5]
 */
export function readCsv(bytes: Uint8Array, schema: TableSchema, options: ReadCsvOptions = {}): Table {
  const checks = argumentChecks("Reading a CSV file");
  const { resource = "the file" } = checks.knownOptions(options, READ_CSV_OPTIONS);
  if (!(bytes instanceof Uint8Array))
    throw checks.refusal("bytes", bytes, "a Uint8Array", "Give the file's bytes");
  if (!Array.isArray(schema?.columns))
    throw checks.refusal("schema", schema, "a table schema", "Give one such as UNITS of @ecephys/core");
  const source: CsvSource = { bytes, resource };
  const texts = new CellTexts(source);
  const { names, body } = readHeader(source, texts);
  const id = schema.columns[0]?.name;
  if (id !== undefined && !names.includes(id)) {
    throw csvError(source, `it has no id column "${id}" (its columns are ${names.join(", ")})`);
  }
  const types = new Map(schema.columns.map((column) => [column.name, column.type]));
  const capacity = estimateRows(source, names.length);
  const undecided = new Set<number>();
  const sinks = names.map((name, index) =>
    sinkFor(source, texts, capacity, types.get(name) ?? "any", (row, text, type) => {
      if (type !== "any") throw csvError(source, wrongCell(name, row, text, type));
      undecided.add(index);
    }),
  );
  const rows = scanRows(source, body, sinks);
  const columns: Columns = new Map(names.map((name, index) => [name, sinks[index]!.column(rows)]));
  for (const [index, column] of rescan(source, texts, body, rows, names.length, undecided)) {
    columns.set(names[index]!, column);
  }
  if (id !== undefined) checkIds(source, id, columns.get(id) as Float64Array);
  return tableOf(inSchemaOrder(columns, schema));
}

type Refuse = (row: number, text: string, type: ColumnType) => void;

function readHeader(source: CsvSource, texts: CellTexts): { names: string[]; body: number } {
  const start = startOfText(source);
  if (start >= source.bytes.length) throw csvError(source, "it is empty, without even a header");
  const names: string[] = [];
  const body = scanHeader(source, start, (from, to, escaped) => {
    const name = texts.decode(from, to, escaped);
    names.push(name === "" ? `Unnamed: ${names.length}` : name);
  });
  const twice = firstRepeated(names);
  if (twice !== undefined) throw csvError(source, `two of its columns are named "${twice}"`);
  return { names, body };
}

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

function sinkFor(
  source: CsvSource,
  texts: CellTexts,
  capacity: number,
  type: ColumnType,
  refuse: Refuse,
): ColumnSink {
  const refused = (row: number, text: string) => refuse(row, text, type);
  if (type === "text") return new TextSink(source, texts, capacity);
  if (type === "boolean") return new BooleanSink(texts, capacity, refused);
  if (type === "integer") return new NumberSink(source, texts, capacity, refused, acceptInteger);
  return new NumberSink(source, texts, capacity, refused, type === "any" ? acceptLossless : undefined);
}

/** Columns of undeclared type that are not all numbers are read again as text and inferred from that. */
function rescan(
  source: CsvSource,
  texts: CellTexts,
  body: number,
  rows: number,
  width: number,
  undecided: ReadonlySet<number>,
): Map<number, Column> {
  const sinks = Array.from({ length: width }, (_, index) =>
    undecided.has(index) ? new TextSink(source, texts, rows) : undefined,
  );
  if (undecided.size > 0) scanRows(source, body, sinks);
  return new Map([...undecided].map((index) => [index, inferColumn(sinks[index]!.column(rows))]));
}

function checkIds(source: CsvSource, name: string, ids: Float64Array): void {
  if (areAscending(ids)) return;
  const missing = ids.findIndex(Number.isNaN);
  if (missing !== -1) throw csvError(source, `row ${missing + 1} has no ${name}`);
  const seen = new Set<number>();
  for (const [row, id] of ids.entries()) {
    if (seen.has(id)) throw csvError(source, `row ${row + 1} repeats the ${name} ${id}`);
    seen.add(id);
  }
}

function areAscending(ids: Float64Array): boolean {
  for (let row = 0; row < ids.length; row += 1) {
    if (!(ids[row]! > (row === 0 ? -Infinity : ids[row - 1]!))) return false;
  }
  return true;
}

function inSchemaOrder(columns: Columns, schema: TableSchema): Columns {
  const ordered: Columns = new Map();
  for (const { name } of schema.columns) {
    const column = columns.get(name);
    if (column) ordered.set(name, column);
  }
  for (const [name, column] of columns) ordered.set(name, column);
  return ordered;
}

function wrongCell(name: string, row: number, text: string, type: ColumnType): string {
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
  return `column "${name}", row ${row + 1}: ${shown} is not ${type === "integer" ? "an integer" : `a ${type}`}`;
}
