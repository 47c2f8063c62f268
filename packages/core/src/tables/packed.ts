import { missingColumn, type TableRecords, typedColumn, typedTable, valuesByName } from "./build.ts";
import type { Column } from "./column.ts";
import type { ColumnType, TableSchema } from "./schema.ts";
import type { Table } from "./table.ts";

/**
 * Some of a table's records, with known columns already typed, in a fraction of the records' memory. A backend
 * keeps a page in this form while it fetches the others.
 */
export interface PackedRecords {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, ArrayLike<unknown>>;
}

/**
 * Packs records; the first is row `firstRow` of its table.
 * @throws an EcephysError "format" like `tableFromRecords`.
 */
export function packRecords(schema: TableSchema, records: TableRecords, firstRow = 0): PackedRecords {
  const types = typesOf(schema);
  const texts = new Map<string, string>();
  const columns = new Map<string, ArrayLike<unknown>>();
  for (const [name, values] of valuesByName(records)) {
    const type = types.get(name);
    if (type === undefined || type === "any") columns.set(name, values);
    else columns.set(name, shared(typedColumn(schema, name, type, values, firstRow), texts));
  }
  return { rows: records.length, columns };
}

/** The table of packed records, one after the other: the same as `tableFromRecords` of all of them. */
export function tableFromPacked(schema: TableSchema, packs: readonly PackedRecords[]): Table {
  const types = typesOf(schema);
  const rows = packs.reduce((sum, pack) => sum + pack.rows, 0);
  const columns = new Map<string, ArrayLike<unknown>>();
  for (const name of new Set(packs.flatMap((pack) => [...pack.columns.keys()]))) {
    columns.set(name, concatenated(packs, name, types.get(name) ?? "any", rows));
  }
  return typedTable(schema, columns, rows, true);
}

function concatenated(
  packs: readonly PackedRecords[],
  name: string,
  type: ColumnType,
  rows: number,
): ArrayLike<unknown> {
  if (type !== "integer" && type !== "number") {
    const cells = new Array<unknown>(rows).fill(null);
    let first = 0;
    for (const pack of packs) {
      const values = pack.columns.get(name);
      for (let row = 0; values && row < pack.rows; row += 1) cells[first + row] = values[row];
      first += pack.rows;
    }
    return cells;
  }
  const result = new Float64Array(rows);
  let at = 0;
  for (const pack of packs) {
    result.set((pack.columns.get(name) ?? missingColumn(type, pack.rows)) as ArrayLike<number>, at);
    at += pack.rows;
  }
  return result;
}

/** Equal texts as one string, so that the response's text can be freed. */
function shared(column: Column, texts: Map<string, string>): ArrayLike<unknown> {
  if (!Array.isArray(column)) return column as unknown as ArrayLike<unknown>;
  return column.map((cell: unknown) => {
    if (typeof cell !== "string") return cell;
    const known = texts.get(cell);
    if (known === undefined) texts.set(cell, cell);
    return known ?? cell;
  });
}

function typesOf(schema: TableSchema): Map<string, ColumnType> {
  return new Map(schema.columns.map(({ name, type }) => [name, type]));
}
