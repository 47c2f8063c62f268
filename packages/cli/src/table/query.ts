import type { Where } from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import { plain, takeRows } from "@ecephys/core/internal";
import type { SortKey } from "../options/parsers.ts";
import { requireColumns } from "./columns.ts";
import { sortRows } from "./sort.ts";

/** Which part of a table is wanted, and in which order. Anything left out sets no restriction. */
export interface TableQuery {
  readonly where?: Where | undefined;
  readonly sort: readonly SortKey[];
  readonly columns?: readonly string[] | undefined;
}

/**
 * The rows for which `where` is true, sorted, with the requested columns in the requested order.
 * @throws EcephysError "argument" if the query names an unknown column.
 */
export function queryTable(given: ColumnTable, query: TableQuery): ColumnTable {
  const { where, sort, columns } = query;
  const table = plain(given);
  if (columns) requireColumns(columns, table.columnNames(), "--columns");
  let result = table;
  if (where || sort.length > 0) {
    const rows = where ? where.rows(table) : Array.from({ length: table.numRows() }, (_, row) => row);
    const sorted = sortRows(table, rows, sort);
    result = takeRows(columns ? table.select(...columns) : table, Int32Array.from(sorted));
  } else if (columns) {
    result = table.select(...columns);
  }
  return result;
}

/** The first `limit` rows; all of them if there is no limit. */
export function firstRows(table: ColumnTable, limit: number | undefined): ColumnTable {
  if (limit === undefined || table.numRows() <= limit) return table;
  return takeRows(
    table,
    Int32Array.from({ length: limit }, (_, row) => row),
  );
}
