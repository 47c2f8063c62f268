import type { ColumnTable } from "arquero";
import { isMissing } from "./column.ts";

/** How delimited text is written. */
export interface DelimitedOptions {
  /** Whether the names of the columns come first; true by default. */
  readonly header?: boolean | undefined;
}

/**
 * Comma- or tab-separated text as pandas reads it: a header, empty missing values, True and False, lists
 * in brackets, quotes only where they are needed. It is made line by line, so that it stops when the reader closes the
 * pipe; `writeCsv` makes the whole file at once, and chooses a column's number format from all of its rows.
 */
export function* toDelimited(
  table: ColumnTable,
  delimiter: "," | "\t",
  { header = true }: DelimitedOptions = {},
): Generator<string> {
  const special = new RegExp(`["\r\n${delimiter}]`);
  const quote = (text: string) => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const names = table.columnNames();
  if (header) yield `${names.map(quote).join(delimiter)}\n`;
  const getters = names.map((name) => table.getter(name));
  for (let row = 0; row < table.numRows(); row++) {
    let line = "";
    for (let i = 0; i < getters.length; i++) {
      const value: unknown = getters[i]!(row);
      if (i > 0) line += delimiter;
      line += typeof value === "number" ? numberText(value) : quote(cellText(value));
    }
    // A row of one missing value would be an empty line, which readers skip.
    yield `${line === "" ? '""' : line}\n`;
  }
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return "";
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? "inf" : "-inf";
}

function cellText(value: unknown): string {
  if (isMissing(value)) return "";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return `[${Array.from(value as ArrayLike<unknown>, itemText).join(", ")}]`;
  return String(value);
}

function itemText(item: unknown): string {
  if (typeof item === "string") return `'${item.replace(/[\\']/g, "\\$&")}'`;
  if (item === null || item === undefined) return "None";
  return typeof item === "number" ? numberText(item) || "nan" : cellText(item);
}
