import type { ColumnTable } from "@ecephys/core/arquero";
import { columnOf } from "./inputs.ts";

/** Rows that share the values of some columns. */
export interface Group {
  /** The shared values, one per column. */
  readonly key: readonly unknown[];
  /** Positions among the rows that were grouped. */
  readonly members: readonly number[];
}

/**
 * Groups the given rows of a table by the values of columns, in order of first appearance; without columns all
 * rows are one group. Missing values form a group of their own (NaN and null alike).
 * @throws an EcephysError "argument" where the table lacks a column.
 */
export function groupRows(
  table: ColumnTable,
  rows: ArrayLike<number>,
  columns: readonly string[],
  action: string,
): Group[] {
  const values = columns.map((name) => columnOf(table, name, action));
  const groups = new Map<string, { key: readonly unknown[]; members: number[] }>();
  for (let position = 0; position < rows.length; position++) {
    const key = values.map((column) => column[rows[position]!]);
    const text = JSON.stringify(key);
    const group = groups.get(text);
    if (group) group.members.push(position);
    else groups.set(text, { key, members: [position] });
  }
  return [...groups.values()];
}
