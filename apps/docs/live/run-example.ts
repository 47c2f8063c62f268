import type { EcephysProjectCache } from "@ecephys/core";
import * as aq from "arquero";

/** What an example gave, ready to be shown. */
export interface ExampleResult {
  readonly columns: readonly string[];
  /** Cells as text, row by row; at most `limit` rows. */
  readonly rows: readonly (readonly string[])[];
  readonly totalRows: number;
  readonly milliseconds: number;
}

/** A body of an async function that sees `cache` and `aq` and returns a table, a list or one value. */
type Example = (cache: EcephysProjectCache, arquero: typeof aq) => Promise<unknown>;

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (...args: string[]) => Example;

/** Runs what the reader of the page wrote, in the reader's own page. */
export async function runExample(
  code: string,
  cache: EcephysProjectCache,
  limit = 50,
): Promise<ExampleResult> {
  const started = performance.now();
  const value = await new AsyncFunction("cache", "aq", code)(cache, aq);
  const table = asTable(value);
  const columns = table.columnNames();
  const rows = Array.from({ length: Math.min(limit, table.numRows()) }, (_, row) =>
    columns.map((name) => cellText(table.get(name, row))),
  );
  return { columns, rows, totalRows: table.numRows(), milliseconds: performance.now() - started };
}

function asTable(value: unknown): aq.ColumnTable {
  if (value instanceof aq.ColumnTable) return value.reify();
  return aq.table({ value: Array.isArray(value) ? value : [value] });
}

function cellText(value: unknown): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (typeof value === "number")
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  return Array.isArray(value) ? value.map(cellText).join(", ") : String(value);
}
