import type { ColumnTable } from "arquero";
import { type ArrowKind, declaredKind, inferredKind } from "./arrow-kinds.ts";
import type { Column } from "./column.ts";
import { jsonText } from "./json-text.ts";

/**
 * The Arrow type of a column: the declared one, unless values of another kind are in a column of that name.
 * @param cells The column's values, null where missing.
 * @param of The table whose values decide where nobody declared the column.
 * @param wanted What the caller knows of the column; without it what is known of its name.
 */
export function arrowKind(
  name: string,
  cells: readonly unknown[],
  of: ColumnTable,
  wanted?: ArrowKind | undefined,
): ArrowKind {
  const declared = wanted ?? declaredKind(name, of.columnNames().includes("stimulus_name"));
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

/** A value that is not missing as Arrow takes it. */
export function arrowValue(value: unknown, kind: ArrowKind): unknown {
  if (kind === "json") return typeof value === "string" ? value : jsonText(value)?.replace(/^"(.*)"$/, "$1");
  if (kind === "float64[]") return typeof value === "number" ? [value] : itemsOf(value);
  if (kind === "int64") return BigInt(value as number | bigint);
  return value;
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function itemsOf(value: unknown): unknown[] {
  return Array.from(value as ArrayLike<unknown>);
}
