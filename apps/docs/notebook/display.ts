import { Figure } from "@ecephys/charts";
import { DataArray } from "@ecephys/core";
import { ColumnTable } from "@ecephys/core/arquero";
import type { Output } from "./outputs.ts";

/** Rows that are shown of a table. */
const MOST_ROWS = 12;
const MOST_TEXT = 20_000;

/** A value as a cell shows it. */
export function outputOf(value: unknown): Output {
  if (value instanceof Figure) {
    const [light, dark] = [value.svg({ theme: "light" }), value.svg({ theme: "dark" })];
    return { kind: "figure", light, dark, description: `${value.title}. ${value.description}` };
  }
  if (value instanceof ColumnTable) return tableOutput(value);
  return textOutput("text", [value]);
}

/** What a program writes to its console. */
export function textOutput(kind: "text" | "warning", values: readonly unknown[]): Output {
  return { kind, text: values.map(describe).join(" ").slice(0, MOST_TEXT) };
}

function tableOutput(table: ColumnTable): Output {
  const columns = table.columnNames();
  const rows = Array.from({ length: Math.min(MOST_ROWS, table.numRows()) }, (_, row) =>
    columns.map((name) => cellText(table.get(name, row))),
  );
  return { kind: "table", columns, rows, totalRows: table.numRows() };
}

function describe(value: unknown): string {
  if (value instanceof DataArray)
    return `DataArray ${value.dims.map((name, i) => `${name}: ${value.shape[i]}`).join(" × ")}`;
  if (value instanceof Map)
    return `Map of ${value.size}: ${Array.from(value, ([key, one]) => `${key} → ${cellText(one)}`).join("\n")}`;
  if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value) && !Array.isArray(value))
    return JSON.stringify(value, undefined, 2) ?? String(value);
  return cellText(value);
}

function cellText(value: unknown): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (typeof value === "number")
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const items = Array.from(value as unknown as ArrayLike<unknown>);
    const more = items.length > 12 ? `, … (${items.length} in all)` : "";
    return `${items.slice(0, 12).map(cellText).join(", ")}${more}`;
  }
  return String(value);
}
