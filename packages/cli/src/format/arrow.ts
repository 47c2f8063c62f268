import { ColumnTable } from "@ecephys/core/arquero";
import { isMissing } from "@ecephys/core/internal";
import { jsonText } from "./json-text.ts";

/**
 * The table in Arrow's IPC format: as a stream for pipes, as a file (with its index at the end, also known as
 * Feather V2) for `--out`. Missing values are nulls. Arrow's columns have one type: whole numbers are integers, and
 * values of several types in one column become JSON text.
 */
export function toArrow(table: ColumnTable, kind: "stream" | "file"): Uint8Array {
  return uniform(table).toArrowIPC({ format: kind });
}

function uniform(table: ColumnTable): ColumnTable {
  const columns = table.columnNames().map((name) => [name, uniformValues(table.array(name))] as const);
  return new ColumnTable(Object.fromEntries(columns), table.columnNames());
}

type Values = ReturnType<ColumnTable["array"]>;

function uniformValues(values: Values): Values {
  const cells: unknown[] = Array.from(values as ArrayLike<unknown>, (value) =>
    isMissing(value) ? null : value,
  );
  const kinds = new Set(cells.filter((value) => value !== null).map(kindOf));
  if (kinds.delete("[]") && kinds.size === 0) kinds.add("text[]");
  return kinds.size > 1 ? cells.map(asText) : cells;
}

/** "number", "text[]", …; "[]" of an empty list, which fits any list. */
function kindOf(value: unknown): string {
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) return typeof value;
  const items = new Set(
    Array.from(value as ArrayLike<unknown>)
      .filter((item) => item !== null)
      .map(kindOf),
  );
  return `${[...items].sort().join("|")}[]`;
}

function asText(value: unknown): string | null {
  return value === null || typeof value === "string" ? value : (jsonText(value) ?? null);
}
