import { EcephysError } from "@ecephys/files";
import { type FileMetaData, parquetSchema, type SchemaTree } from "hyparquet";
import { COLUMNS_KEY } from "../rows/file-metadata.ts";
import type { ColumnType, ExportColumn, ListItem } from "../rows/types.ts";

/** The columns of a Parquet file: with the units and meanings that it was written with, or by their types alone. */
export function columnsOfFile(metadata: FileMetaData): ExportColumn[] {
  const written = new Map(writtenColumns(metadata).map((column) => [column.name, column]));
  return parquetSchema(metadata).children.map((node) => {
    const { name, repetition_type } = node.element;
    const own = { name, type: typeOf(node), nullable: repetition_type !== "REQUIRED" };
    return { ...written.get(name), ...own };
  });
}

function writtenColumns({ key_value_metadata }: FileMetaData): readonly ExportColumn[] {
  const text = key_value_metadata?.find(({ key }) => key === COLUMNS_KEY)?.value;
  if (text === undefined) return [];
  try {
    const columns: unknown = JSON.parse(text);
    return Array.isArray(columns) ? columns.filter((column) => typeof column?.name === "string") : [];
  } catch {
    return [];
  }
}

function typeOf({ children, element }: SchemaTree): ColumnType {
  const item = children[0]?.children[0];
  if (item !== undefined) return { list: typeOf(item) as ListItem };
  const { converted_type, logical_type, type } = element;
  if (converted_type?.startsWith("TIMESTAMP") || logical_type?.type === "TIMESTAMP") return "timestamp";
  switch (type) {
    case "BOOLEAN":
      return "boolean";
    case "INT32":
      return "int32";
    case "INT64":
      return "int64";
    case "FLOAT":
      return "float32";
    case "DOUBLE":
      return "float64";
    default:
      return "text";
  }
}

/** Collects the values of a column from several files, in the form that tables have them. */
export class CollectedColumn {
  readonly column: ExportColumn;
  readonly #cells: unknown[] = [];
  readonly #numbers: Float64Array[] = [];
  readonly #isNumber: boolean;

  constructor(column: ExportColumn) {
    this.column = column;
    this.#isNumber = /^(int|float)/.test(String(column.type));
  }

  /** @param rows Which of the values are taken. */
  add(values: ArrayLike<unknown>, rows: ArrayLike<number>): void {
    if (this.#isNumber) this.#numbers.push(numbersOf(this.column, values, rows));
    else for (let at = 0; at < rows.length; at += 1) this.#cells.push(plainCell(values[rows[at]!]));
  }

  /** Numbers as a Float64Array with NaN where they are missing, other values as a list with null. */
  values(): Float64Array | unknown[] {
    if (!this.#isNumber) return this.#cells;
    const all = new Float64Array(this.#numbers.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of this.#numbers) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}

function numbersOf(
  { name }: ExportColumn,
  values: ArrayLike<unknown>,
  rows: ArrayLike<number>,
): Float64Array {
  const numbers = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) {
    const value = values[rows[at]!];
    const number = value === null || value === undefined ? Number.NaN : Number(value);
    if (typeof value === "bigint" && !Number.isSafeInteger(number)) throw tooLarge(name, value);
    numbers[at] = number;
  }
  return numbers;
}

function plainCell(value: unknown): unknown {
  if (value === undefined) return null;
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return Array.from(value as ArrayLike<unknown>, (item) =>
      typeof item === "bigint" ? Number(item) : (item ?? null),
    );
  return value;
}

function tooLarge(name: string, value: bigint): EcephysError {
  return new EcephysError("format", {
    action: "Reading a dataset",
    resource: `column ${name}`,
    reason: `${value} is larger than a number of JavaScript holds exactly`,
    remedy: "Leave the column out (columns), or read it with another program",
  });
}
