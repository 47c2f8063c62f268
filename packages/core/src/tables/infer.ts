import { isLosslessNumber, NA_WORDS, parseBoolean, toText } from "./cell.ts";
import { type Column, isMissing } from "./column.ts";
import { formatList, parseList } from "./python-list.ts";

/**
 * A column of undeclared type from all of its values, as it would be read back from a CSV: numbers
 * (Float64Array, missing NaN), booleans, arrays or text (missing null). Mixed kinds become text. Nothing is
 * lost: texts such as "007" stay text
 * ([note T15](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t15)).
 */
export function inferColumn(values: ArrayLike<unknown>): Column {
  const cells = Array.from(values, plainCell);
  if (cells.every(isNumeric))
    return Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell)));
  return allAs(cells, asBoolean) ?? allAs(cells, asList) ?? cells.map(asText);
}

function plainCell(value: unknown): unknown {
  if (isMissing(value)) return null;
  if (typeof value === "string") return NA_WORDS.has(value) ? null : value;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>);
  return value;
}

function isNumeric(cell: unknown): boolean {
  return cell === null || typeof cell === "number" || (typeof cell === "string" && isLosslessNumber(cell));
}

function allAs<T>(cells: readonly unknown[], as: (cell: unknown) => T | undefined): (T | null)[] | undefined {
  const result: (T | null)[] = [];
  for (const cell of cells) {
    const value = cell === null ? null : as(cell);
    if (value === undefined) return undefined;
    result.push(value);
  }
  return result;
}

function asBoolean(cell: unknown): boolean | undefined {
  if (typeof cell === "boolean") return cell;
  return typeof cell === "string" ? parseBoolean(cell) : undefined;
}

function asList(cell: unknown): unknown[] | undefined {
  if (Array.isArray(cell)) return cell;
  return typeof cell === "string" ? parseList(cell) : undefined;
}

function asText(cell: unknown): string | null {
  if (Array.isArray(cell)) return formatList(cell);
  return toText(cell) ?? (cell === null ? null : JSON.stringify(cell));
}
