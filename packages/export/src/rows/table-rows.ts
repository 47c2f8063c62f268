import type { ColumnTable } from "@ecephys/core/arquero";
import { columnInfo } from "@ecephys/core/columns";
import { type ArrowKind, arrowKind, arrowValue, type Column, isMissing, plain } from "@ecephys/core/internal";
import { argumentChecks, type Names } from "@ecephys/files";
import type { ColumnType, ExportColumn, RowBlock, RowSource } from "./types.ts";

const TYPES: Readonly<Record<ArrowKind, ColumnType>> = {
  int64: "int64",
  float64: "float64",
  utf8: "text",
  bool: "boolean",
  timestamp: "timestamp",
  "utf8[]": { list: "text" },
  "float64[]": { list: "float64" },
  json: "text",
};

/** Rows of a table that are handed on at once. */
const BLOCK_ROWS = 65_536;

/**
 * The rows of a table, with its filter and order applied. Columns that the project knows have their declared types,
 * units and descriptions, also where there are no rows; of others the type is that of their values (numbers are float64,
 * and lists, objects or values of several types JSON). Missing numbers (NaN) and other missing values are nulls.
 * @param columns The columns to take, in this order; all by default.
 * @throws an EcephysError "argument" for a column that the table does not have.
 */
export function tableRows(table: ColumnTable, columns?: Names): RowSource {
  const checks = argumentChecks("Exporting a table");
  const all = table.columnNames();
  const names = checks.names("columns", columns) ?? all;
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined)
    throw checks.refusal("columns", unknown, `the name of a column (${all.join(", ")})`);
  const rows = plain(table);
  const cells = names.map((name) => cellsOf(rows, name));
  return {
    columns: cells.map(({ column }) => column),
    rowCount: rows.numRows(),
    async *blocks({ signal } = {}) {
      for (let start = 0; start < rows.numRows(); start += BLOCK_ROWS) {
        signal?.throwIfAborted();
        yield block(cells, start, Math.min(start + BLOCK_ROWS, rows.numRows()));
      }
    },
  };
}

interface Cells {
  readonly column: ExportColumn;
  readonly values: (start: number, end: number) => ArrayLike<unknown>;
}

function block(cells: readonly Cells[], start: number, end: number): RowBlock {
  const columns = Object.fromEntries(cells.map(({ column, values }) => [column.name, values(start, end)]));
  return { rowCount: end - start, columns };
}

function cellsOf(table: ColumnTable, name: string): Cells {
  const stored = table.column(name) as Column;
  const cells = Array.from({ length: table.numRows() }, (_, row) => {
    const value = stored.at(row);
    return isMissing(value) ? null : value;
  });
  const kind = arrowKind(name, cells, table);
  const info = columnInfo(name);
  const column = { name, type: TYPES[kind], nullable: true, unit: info?.unit, description: info?.meaning };
  const isNumbers = stored instanceof Float64Array && (kind === "float64" || kind === "int64");
  const values = isNumbers
    ? (start: number, end: number) => stored.subarray(start, end)
    : (start: number, end: number) =>
        cells.slice(start, end).map((value) => (value === null ? null : arrowValue(value, kind)));
  return { column, values };
}
