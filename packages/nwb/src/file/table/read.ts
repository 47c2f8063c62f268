import type { NwbFile } from "../nwb-file.ts";
import { nested } from "../values.ts";
import { type Bounds, rowsBeyond } from "./bounds.ts";
import { type Cells, type ColumnKind, readCells } from "./cells.ts";
import type { PlannedColumn, TablePlan } from "./plan.ts";

/** What a row of a column holds: one value, as many of them as in every row, or a list. */
export type ColumnShape = "scalar" | "matrix" | "ragged" | "doubly ragged" | "deeply ragged";

/** A column of a table with its values, one for each row. */
export interface NwbColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly shape: ColumnShape;
  /** The shape of a matrix's row, or of a list's entries. */
  readonly each: readonly number[];
  /** The table whose rows a region points to. */
  readonly table: string | undefined;
  readonly description: string | undefined;
  /** Numbers (missing: NaN), or values of any kind (missing: null), or arrays. */
  readonly values: Float64Array | readonly unknown[];
}

/** Reads the values of some columns of a table, all of it at once. */
export function readColumns(
  file: NwbFile,
  plan: TablePlan,
  columns: readonly PlannedColumn[],
  action: string,
): Promise<NwbColumn[]> {
  return Promise.all(
    columns.map(async (column) => {
      const cells = await readCells(file, column, action);
      return {
        name: column.name,
        kind: cells.kind,
        shape: shapeOf(column, cells),
        each: column.layout.each,
        table: column.table,
        description: column.description,
        values: rowsOf(cells, column, plan.rows),
      };
    }),
  );
}

const RAGGED: readonly ColumnShape[] = ["scalar", "ragged", "doubly ragged"];

/** What a row of the column holds, as far as it can be known without its values. */
export function shapeOf({ bounds, layout, dataset }: PlannedColumn, cells?: Cells): ColumnShape {
  const isList = cells ? dataset.type.kind === "list" : false;
  if (bounds.length > 0) return RAGGED[bounds.length] ?? "deeply ragged";
  if (layout.each.length > 0) return "matrix";
  return isList || dataset.type.kind === "list" ? "ragged" : "scalar";
}

function rowsOf(cells: Cells, { bounds, layout }: PlannedColumn, rows: number): NwbColumn["values"] {
  const entries = entriesOf(cells.values, layout.each);
  if (bounds.length === 0) return entries;
  const beyond = rowsBeyond(bounds);
  return Array.from({ length: rows }, (_, row) => (beyond.has(row) ? null : listOf(entries, bounds, row)));
}

/** One entry for each cell: itself, or an array of the shape `each`. */
function entriesOf(values: Cells["values"], each: readonly number[]): Cells["values"] {
  if (each.length === 0) return values;
  const size = each.reduce((product, length) => product * length, 1);
  const rows = size === 0 ? 0 : values.length / size;
  return Array.from({ length: rows }, (_, row) => shaped(part(values, row * size, (row + 1) * size), each));
}

function shaped(cells: Cells["values"], [length = 0, ...rest]: readonly number[]): unknown {
  if (rest.length === 0) return cells;
  if (!(cells instanceof Float64Array)) return nested(cells, [length, ...rest]);
  const size = cells.length / length;
  return Array.from({ length }, (_, i) => shaped(cells.subarray(i * size, (i + 1) * size), rest));
}

function listOf(entries: Cells["values"], [outer, ...inner]: readonly Bounds[], row: number): unknown {
  const [start, end] = [outer!.ends[row]!, outer!.ends[row + 1]!];
  if (inner.length === 0) return part(entries, start, end);
  return Array.from({ length: end - start }, (_, i) => listOf(entries, inner, start + i));
}

function part(values: Cells["values"], start: number, end: number): Cells["values"] {
  return values instanceof Float64Array ? values.subarray(start, end) : values.slice(start, end);
}
