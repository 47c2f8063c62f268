import {
  bool,
  columnFromArray,
  type DataType,
  float64,
  int64,
  list,
  tableFromColumns,
  tableToIPC,
  timestamp,
  utf8,
} from "@uwdata/flechette";
import type { ColumnTable } from "arquero";
import { type ArrowKind, declaredKind, inferredKind } from "./arrow-kinds.ts";
import { type Column, isMissing } from "./column.ts";

/** Milliseconds, as Arrow's specification numbers its units. */
const MILLISECOND = 1;

const TYPES: Readonly<Record<ArrowKind, () => DataType>> = {
  int64,
  float64,
  utf8,
  bool,
  timestamp: () => timestamp(MILLISECOND, "UTC"),
  "utf8[]": () => list(utf8()),
  "float64[]": () => list(float64()),
  json: utf8,
};

/** How a table is written as Arrow. */
export interface WriteArrowOptions {
  /** A stream for pipes, or a file with its index at the end, also known as Feather V2; "file" by default. */
  readonly format?: "stream" | "file" | undefined;
  /**
   * The table that `table` is some rows of: the types of columns that the project does not know are those of its
   * values, so that they do not depend on which rows were chosen.
   */
  readonly of?: ColumnTable | undefined;
}

/**
 * A table in Arrow's IPC format, whose schema does not depend on the table's values: ids and counts are int64,
 * other numbers float64, and texts, booleans and lists are what the project's columns are declared to be, also
 * where all are missing or there are no rows. Missing values are nulls. A column of several types that nobody
 * declared becomes JSON text.
 */
export function writeArrow(
  table: ColumnTable,
  { format = "file", of = table }: WriteArrowOptions = {},
): Uint8Array {
  const columns = table.columnNames().map((name) => {
    const cells = Array.from(table.array(name) as ArrayLike<unknown>, (value) =>
      isMissing(value) ? null : value,
    );
    const kind = kindFor(name, cells, of);
    const values = cells.map((value) => (value === null ? null : converted(value, kind)));
    return [name, columnFromArray(values, TYPES[kind]())] as const;
  });
  const bytes = tableToIPC(tableFromColumns(columns as never), { format });
  if (bytes === null) throw new Error("Arrow was written to nowhere");
  return bytes;
}

/** The declared type, unless values of another kind are in a column of that name. */
function kindFor(name: string, cells: readonly unknown[], of: ColumnTable): ArrowKind {
  const declared = declaredKind(name, of.columnNames().includes("stimulus_name"));
  if (declared !== undefined && cells.every((cell) => cell === null || fits(cell, declared))) return declared;
  const column = of.columnNames().includes(name) ? (of.column(name) as Column) : undefined;
  if (column instanceof Float64Array) return "float64";
  const inferred = inferredKind(column ?? cells);
  return cells.every((cell) => cell === null || fits(cell, inferred)) ? inferred : "json";
}

function fits(cell: unknown, kind: ArrowKind): boolean {
  switch (kind) {
    case "int64":
      return typeof cell === "bigint" ? BigInt.asIntN(64, cell) === cell : Number.isSafeInteger(cell);
    case "float64":
      return typeof cell === "number";
    case "utf8":
      return typeof cell === "string";
    case "bool":
      return typeof cell === "boolean";
    case "timestamp":
      return cell instanceof Date;
    case "utf8[]":
      return Array.isArray(cell) && cell.every((item) => item === null || typeof item === "string");
    case "float64[]":
      return (
        typeof cell === "number" || (isList(cell) && itemsOf(cell).every((item) => typeof item === "number"))
      );
    case "json":
      return true;
  }
}

function converted(value: unknown, kind: ArrowKind): unknown {
  if (kind === "json") return typeof value === "string" ? value : jsonText(value)?.replace(/^"(.*)"$/, "$1");
  if (kind === "float64[]") return typeof value === "number" ? [value] : itemsOf(value);
  if (kind === "int64") return BigInt(value as number | bigint);
  return value;
}

function jsonText(value: unknown): string | undefined {
  return JSON.stringify(value, (_, own: unknown) => {
    if (typeof own === "bigint") return String(own);
    return ArrayBuffer.isView(own) ? Array.from(own as unknown as ArrayLike<unknown>) : own;
  });
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function itemsOf(value: unknown): unknown[] {
  return Array.from(value as ArrayLike<unknown>);
}
