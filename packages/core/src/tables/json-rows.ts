import type { ColumnTable } from "arquero";
import { isMissing } from "./column.ts";
import { jsonText } from "./json-text.ts";

/** One array with one object per row; missing values are null, infinities "Infinity" and "-Infinity", lists are arrays. */
export function* toJson(table: ColumnTable): Generator<string> {
  let separator = "[\n";
  for (const object of rowTexts(table)) {
    yield separator + object;
    separator = ",\n";
  }
  yield separator === "[\n" ? "[]\n" : "\n]\n";
}

/** One object per row, one row per line. */
export function* toNdjson(table: ColumnTable): Generator<string> {
  for (const object of rowTexts(table)) yield `${object}\n`;
}

function* rowTexts(table: ColumnTable): Generator<string> {
  const columns = table.columnNames().map((name) => ({
    key: `${JSON.stringify(name)}:`,
    get: table.getter(name),
  }));
  for (let row = 0; row < table.numRows(); row++)
    yield `{${columns.map(({ key, get }) => key + cell(get(row))).join(",")}}`;
}

function cell(value: unknown): string {
  if (isMissing(value)) return "null";
  // JSON has no number for them, and null stands for what is missing.
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) return `"${value}"`;
  if (ArrayBuffer.isView(value)) return cell(Array.from(value as unknown as ArrayLike<unknown>));
  if (Array.isArray(value)) return `[${value.map(cell).join(",")}]`;
  // JSON's numbers have as many digits as they need.
  if (typeof value === "bigint") return String(value);
  return jsonText(value) ?? "null";
}
