import { argumentChecks, type OptionNames } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import { type Column, plain, requireColumn, storedColumnsOf, tableOf } from "./column.ts";
import { gather } from "./gathered.ts";
import { findRows, type Rows, rowsWhere } from "./rows.ts";
import type { Table } from "./table.ts";

/** Appended to a column name that both sides have: on the left side and on the right side. */
export type Suffixes = readonly [left: string, right: string];

/** How two tables are joined. */
export interface JoinOptions {
  /** The left table's column that contains ids of the right table; its first column by default. */
  readonly on?: string | undefined;
  /** "inner" leaves out rows without a match, "left" keeps them with missing cells; "inner" by default. */
  readonly how?: "inner" | "left" | undefined;
  /** "_x" and "_y" by default. */
  readonly suffixes?: Suffixes | undefined;
}

const JOIN_OPTIONS: OptionNames<JoinOptions> = { on: true, how: true, suffixes: true };

/**
 * The left table with the columns of the right one, whose id is its first column (not repeated in the result).
 * Rows are the left table's, in its order
 * ([note T1](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t1)). Cells without a match: NaN in
 * number columns, null in the others.
 * @throws an EcephysError "format" if the key column is missing or the right table has a duplicate id.
 */
export function joinTables(left: ColumnTable, right: ColumnTable, options: JoinOptions = {}): Table {
  const checks = argumentChecks("Joining tables");
  const { how = "inner", on, suffixes = ["_x", "_y"] } = checks.knownOptions(options, JOIN_OPTIONS);
  if (how !== "inner" && how !== "left") throw checks.refusal("the option how", how, '"inner" or "left"');
  const [own, other] = [plain(left), plain(right)];
  const key = requireColumn(own, on ?? own.columnName(0), "left");
  const id = other.columnName(0);
  const partners = findRows(key, requireColumn(other, id, "right"), "right");
  const rows = rowsWhere(partners.length, (row) => how === "left" || partners[row]! >= 0);
  const isComplete = rows.length === partners.length;
  const partnersOfRows = isComplete ? partners : rows.map((row) => partners[row]!);
  const merged = mergeColumns(
    [...storedColumnsOf(own)].map(([name, column]) => ({ name, column, rows })),
    [...storedColumnsOf(other)]
      .filter(([name]) => name !== id)
      .map(([name, column]) => ({ name, column, rows: partnersOfRows })),
    suffixes,
  );
  const cells = (column: Column, from: Rows) => (isComplete && from === rows ? column : gather(column, from));
  return tableOf(new Map(merged.map(({ name, column, rows: from }) => [name, cells(column, from)])));
}

/** The columns of both sides, left first; names that both have get suffixes ([note T5](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t5): none of the project's). */
export function mergeColumns<
  L extends { name: string; column: Column },
  R extends { name: string; column: Column },
>(left: readonly L[], right: readonly R[], [leftSuffix, rightSuffix]: Suffixes): (L | R)[] {
  const rightNames = new Set(right.map(({ name }) => name));
  const shared = new Set(left.map(({ name }) => name).filter((name) => rightNames.has(name)));
  const suffixed = <S extends { name: string }>(side: readonly S[], suffix: string): S[] =>
    side.map((entry) => (shared.has(entry.name) ? { ...entry, name: entry.name + suffix } : entry));
  return [...suffixed(left, leftSuffix), ...suffixed(right, rightSuffix)];
}
