import type { ColumnTable } from "@ecephys/core/arquero";
import { type ColumnInfo, columnInfo, type DescribedTable, describeColumns } from "@ecephys/core/columns";
import { type ArrowKind, arrowKind, arrowValue, type Column, isMissing, plain } from "@ecephys/core/internal";
import { argumentChecks, type Names } from "@ecephys/files";
import type { ColumnType, ExportColumn, RowBlock, RowSource } from "./types.ts";

/** How columns of each kind are declared in a file. */
export const TYPES: Readonly<Record<ArrowKind, ColumnType>> = {
  int64: "int64",
  float64: "float64",
  utf8: "text",
  bool: "boolean",
  timestamp: "timestamp",
  "utf8[]": { list: "text" },
  "float64[]": { list: "float64" },
  json: "text",
};

/** Columns of lists that hold text; the others hold numbers. */
const TEXT_LISTS: ReadonlySet<string> = new Set(["ecephys_structure_acronyms", "tags"]);

/** Rows of a table that are handed on at once. */
const BLOCK_ROWS = 65_536;

/**
 * The rows of a table, with its filter and order applied. Columns that the project knows have their declared types,
 * units and descriptions, also where there are no rows; of others the type is that of their values (numbers are float64,
 * and lists, objects or values of several types JSON). Missing numbers (NaN) and other missing values are nulls.
 * @param columns The columns to take, in this order; all by default.
 * @throws an EcephysError "argument" for a column that the table does not have.
 * @example
 * import { tableRows } from "@ecephys/export";
 *
 * const good = (await cache.getUnits()).filter((d) => d.snr > 2);
 * const rows = tableRows(good, ["id", "ecephys_structure_acronym", "snr"]);
 * console.log(rows.columns.map(({ name, type }) => `${name}: ${type}`));
 */
export function tableRows(table: ColumnTable, columns?: Names): RowSource {
  const checks = argumentChecks("Exporting a table");
  const all = table.columnNames();
  const names = checks.names("columns", columns) ?? all;
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined)
    throw checks.refusal("columns", unknown, `the name of a column (${all.join(", ")})`);
  const rows = plain(table);
  return rowsOf(
    names.map((name) => cellsOf(rows, name)),
    rows.numRows(),
  );
}

/** The rows of a table of the dataset: its columns have the types, units and meanings that they have in that table. */
export function describedRows(table: ColumnTable, described: DescribedTable): RowSource {
  const rows = plain(table);
  const known = new Map(describeColumns(described).map((info) => [info.name, knownOf(info)]));
  const cells = rows.columnNames().map((name) => cellsOf(rows, name, known.get(name)));
  return rowsOf(cells, rows.numRows());
}

function knownOf(info: ColumnInfo): Known {
  return { kind: kindOf(info), unit: info.unit, meaning: info.meaning };
}

/** The rows of some columns. */
export function rowsOf(cells: readonly Cells[], count: number): RowSource {
  return {
    columns: cells.map(({ column }) => column),
    rowCount: count,
    async *blocks({ signal } = {}) {
      for (let start = 0; start < count; start += BLOCK_ROWS) {
        signal?.throwIfAborted();
        yield block(cells, start, Math.min(start + BLOCK_ROWS, count));
      }
    },
  };
}

/** A column, and its values of some rows. */
export interface Cells {
  readonly column: ExportColumn;
  readonly values: (start: number, end: number) => ArrayLike<unknown>;
}

interface Known {
  readonly kind?: ArrowKind | undefined;
  readonly unit?: string | undefined;
  readonly meaning?: string | undefined;
}

function block(cells: readonly Cells[], start: number, end: number): RowBlock {
  const columns = Object.fromEntries(cells.map(({ column, values }) => [column.name, values(start, end)]));
  return { rowCount: end - start, columns };
}

/** A column's values, or of a column that the table does not have only missing ones. */
function cellsOf(table: ColumnTable, name: string, known: Known = infoOf(name)): Cells {
  const stored = table.columnNames().includes(name) ? (table.column(name) as Column) : undefined;
  const cells = Array.from({ length: table.numRows() }, (_, row) => {
    const value = stored?.at(row);
    return isMissing(value) ? null : value;
  });
  const kind = arrowKind(name, cells, table, known.kind);
  const column = { name, type: TYPES[kind], nullable: true, unit: known.unit, description: known.meaning };
  const isNumbers = stored instanceof Float64Array && (kind === "float64" || kind === "int64");
  const values = isNumbers
    ? (start: number, end: number) => stored.subarray(start, end)
    : (start: number, end: number) =>
        cells.slice(start, end).map((value) => (value === null ? null : arrowValue(value, kind)));
  return { column, values };
}

/** What a name alone says of a column; its values decide on the type of those that nobody declared. */
function infoOf(name: string): Known {
  const info = columnInfo(name);
  return { unit: info?.unit, meaning: info?.meaning };
}

/** What the values of a column are that the project knows. */
export function kindOf({ name, type }: ColumnInfo): ArrowKind {
  switch (type) {
    case "integer":
      return "int64";
    case "number":
      return "float64";
    case "boolean":
      return "bool";
    case "text":
      return "utf8";
    default:
      return TEXT_LISTS.has(name) ? "utf8[]" : "float64[]";
  }
}
