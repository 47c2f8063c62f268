import type { ColumnTable } from "arquero";
import { CHECKSUMS, type Checksum } from "./checksum.ts";
import { type Column, type Columns, columnsOf, plain, tableOf } from "./column.ts";
import { type Codes, DictionaryColumn } from "./dictionary-column.ts";
import { formatList, parseList } from "./python-list.ts";
import { type KnownNumbers, knownNumbers, noteNumbers } from "./rows.ts";
import type { Table } from "./table.ts";

/*
 * Layout, little-endian, everything at multiples of 8 bytes:
 *   0  "ECTABLE3" or "ECTABLE4", by the checksum
 *   8  byte length of the file, of the header (u32 each)
 *   16 checksum of the header's length and of everything from byte 24 on (two u32)
 *   24 header: JSON, padded with spaces
 *   then the cells of one column after the other.
 */
const HEADER_AT = 24;

/**
 * "f64": doubles; "dictionary": for each row the number of its text in
 * `texts` from 1 on, 0 for missing, in one byte where there are few texts, else in four ("dictionary32"); "boolean": 0, 1 or 2 for
 * missing; "list": all cells as one list in Python's text.
 */
type ColumnKind = "f64" | "dictionary" | "dictionary32" | "boolean" | "list";

interface ColumnHeader {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly at: number;
  readonly byteLength: number;
  readonly texts?: readonly string[] | undefined;
  /** What doubles are; unknown in older files. */
  readonly known?: KnownNumbers | undefined;
}

interface Header {
  readonly key: string;
  readonly rows: number;
  readonly columns: readonly ColumnHeader[];
}

interface EncodedColumn {
  readonly kind: ColumnKind;
  readonly bytes: Uint8Array;
  readonly texts?: readonly string[] | undefined;
  readonly known?: KnownNumbers | undefined;
}

/**
 * A table as bytes that can be read back in a fraction of the time that its CSV takes. `key` identifies the
 * source of the table (its CSV's size and date): only the same key opens it again.
 */
export function encodeTable(table: ColumnTable, key: string, checksum: Checksum = CHECKSUMS[0]!): Uint8Array {
  const columns = [...columnsOf(plain(table))].map(([name, column]) => ({ name, ...encodeColumn(column) }));
  let at = 0;
  const placed = columns.map(({ bytes, ...column }): ColumnHeader => {
    const header = { ...column, at, byteLength: bytes.length };
    at = padded(at + bytes.length);
    return header;
  });
  const header: Header = { key, rows: table.numRows(), columns: placed };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const body = HEADER_AT + padded(text.length);
  const file = new Uint8Array(body + at);
  file.set(new TextEncoder().encode(checksum.magic));
  file.fill(0x20, HEADER_AT, body);
  file.set(text, HEADER_AT);
  for (const [index, { bytes }] of columns.entries()) file.set(bytes, body + placed[index]!.at);
  const words = new Uint32Array(file.buffer);
  words.set([file.length, body - HEADER_AT], 2);
  words.set(checksum.sum(words.subarray(HEADER_AT / 4), body - HEADER_AT), 4);
  return file;
}

/**
 * The table of such bytes; undefined if the key differs or anything is wrong with them; the CSV is then used.
 * Number columns are views of `bytes`, which must not change afterwards.
 */
export function decodeTable(bytes: Uint8Array, key: string): Table | undefined {
  try {
    return decode(aligned(bytes), key);
  } catch {
    return undefined;
  }
}

function decode(file: Uint8Array, key: string): Table | undefined {
  const magic = new TextDecoder().decode(file.subarray(0, 8));
  const checksum = CHECKSUMS.find((one) => one.magic === magic);
  if (file.length % 8 !== 0 || checksum === undefined) return undefined;
  const words = new Uint32Array(file.buffer, file.byteOffset, file.length / 4);
  const headerLength = words[3]!;
  if (words[2] !== file.length || headerLength % 8 !== 0) return undefined;
  const [first, second] = checksum.sum(words.subarray(HEADER_AT / 4), headerLength);
  if (words[4] !== first || words[5] !== second) return undefined;
  const body = HEADER_AT + headerLength;
  const header = JSON.parse(new TextDecoder().decode(file.subarray(HEADER_AT, body))) as Header;
  if (header.key !== key) return undefined;
  const columns: Columns = new Map();
  for (const column of header.columns) {
    const start = body + column.at;
    const cells = decodeColumn(column, file.subarray(start, start + column.byteLength));
    if (cells?.length !== header.rows) return undefined;
    columns.set(column.name, cells);
  }
  return tableOf(columns);
}

function encodeColumn(column: Column): EncodedColumn {
  if (column instanceof Float64Array) {
    return { kind: "f64", bytes: bytesOf(column), known: knownNumbers(column) };
  }
  const cells = [...column];
  if (cells.every((cell) => cell === null || typeof cell === "boolean")) {
    return { kind: "boolean", bytes: Uint8Array.from(cells, (cell) => (cell === null ? 2 : Number(cell))) };
  }
  if (cells.every((cell) => cell === null || typeof cell === "string")) return encodeTexts(cells);
  return { kind: "list", bytes: new TextEncoder().encode(formatList(cells)) };
}

function encodeTexts(cells: readonly (string | null)[]): EncodedColumn {
  const numbers = new Map<string, number>();
  const codes = new Uint32Array(cells.length);
  for (const [row, cell] of cells.entries()) {
    if (cell === null) continue;
    const code = numbers.get(cell) ?? numbers.size + 1;
    if (code > numbers.size) numbers.set(cell, code);
    codes[row] = code;
  }
  const texts = [...numbers.keys()];
  if (texts.length < 256) return { kind: "dictionary", bytes: Uint8Array.from(codes), texts };
  return { kind: "dictionary32", bytes: bytesOf(codes), texts };
}

function decodeColumn({ kind, texts, known }: ColumnHeader, bytes: Uint8Array): Column | undefined {
  switch (kind) {
    case "f64":
      return decodeNumbers(bytes, known);
    case "boolean":
      return Array.from(bytes, (code) => (code === 2 ? null : code === 1));
    case "dictionary":
      return decodeTexts(bytes, texts);
    case "dictionary32":
      return decodeTexts(new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4), texts);
    case "list":
      return parseList(new TextDecoder().decode(bytes));
  }
}

function decodeNumbers(bytes: Uint8Array, known: KnownNumbers | undefined): Float64Array {
  const numbers = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
  if (known) noteNumbers(numbers, known);
  return numbers;
}

/** That all numbers are those of texts is not looked at again: the checksum says that they are as they were written. */
function decodeTexts(codes: Codes, texts: readonly string[] = []): Column {
  return new DictionaryColumn(codes, [null, ...texts]);
}

/** The same bytes, aligned for reading doubles. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}
