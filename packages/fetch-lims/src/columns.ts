import type { ColumnType, TableSchema } from "@ecephys/core";
import { EcephysError } from "@ecephys/files";
import type { RowBatch } from "./cursor.ts";

/** Collects batches of rows into columns of their declared types. */
export interface ColumnCollector {
  readonly rows: number;
  take(batch: RowBatch): void;
  /** The columns, in the order of the query. */
  columns(): Record<string, ArrayLike<unknown>>;
}

interface Column {
  take(rows: RowBatch["rows"], index: number): void;
  values(): ArrayLike<unknown>;
}

/** A collector for the columns of a schema; columns that it does not know are kept as they are. */
export function collectColumns(schema: TableSchema): ColumnCollector {
  const types = new Map<string, ColumnType>(schema.columns.map(({ name, type }) => [name, type]));
  const columns = new Map<string, Column>();
  let taken = 0;
  return {
    get rows() {
      return taken;
    },
    take({ names, rows }) {
      for (const [index, name] of names.entries()) {
        const column = columns.get(name) ?? columnOf(schema, name, types.get(name));
        column.take(rows, index);
        columns.set(name, column);
      }
      taken += rows.length;
    },
    columns: () => Object.fromEntries([...columns].map(([name, column]) => [name, column.values()])),
  };
}

function columnOf(schema: TableSchema, name: string, type: ColumnType | undefined): Column {
  const isNumber = type === "integer" || type === "number";
  return isNumber ? numberColumn(schema, name) : cellColumn();
}

/** Packed doubles a batch, missing NaN: 8 bytes a value. */
function numberColumn(schema: TableSchema, name: string): Column {
  const parts: Float64Array[] = [];
  return {
    take(rows, index) {
      const part = new Float64Array(rows.length);
      for (let row = 0; row < rows.length; row += 1) {
        const value = rows[row]?.[index];
        if (typeof value === "number") part[row] = value;
        else if (value === null) part[row] = Number.NaN;
        else throw numberError(schema, name, value);
      }
      parts.push(part);
    },
    values: () => joined(parts),
  };
}

/** How many different texts of a column are kept once and shared. */
const SHARED_TEXTS = 1_000;

/** Values unchanged. Texts that repeat ("good") are shared, since the driver makes a new one each time. */
function cellColumn(): Column {
  const cells: unknown[] = [];
  const shared = new Map<string, string>();
  const share = (text: string): string => {
    const known = shared.get(text);
    if (known === undefined && shared.size < SHARED_TEXTS) shared.set(text, text);
    return known ?? text;
  };
  return {
    take(rows, index) {
      for (const row of rows) {
        const value = row[index];
        cells.push(typeof value === "string" ? share(value) : value);
      }
    },
    values: () => cells,
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function numberError(schema: TableSchema, name: string, value: unknown): EcephysError {
  return new EcephysError("response", {
    action: `Reading ${schema.name}`,
    resource: `their column ${name}`,
    reason: `it holds ${JSON.stringify(value)?.slice(0, 60)} where numbers are expected`,
    remedy: "The LIMS schema may have changed: look for a newer version of this package",
  });
}
