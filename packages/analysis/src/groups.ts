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
  let last: { key: readonly unknown[]; members: number[] } | undefined;
  for (let position = 0; position < rows.length; position++) {
    const row = rows[position]!;
    // Neighbours are mostly alike, and then their values need not be written as text.
    if (!last?.key.every((value, k) => Object.is(value, values[k]![row]))) {
      const key = values.map((column) => column[row]);
      const text = JSON.stringify(key, plain);
      last = groups.get(text);
      if (!last) {
        last = { key, members: [] };
        groups.set(text, last);
      }
    }
    last.members.push(position);
  }
  return [...groups.values()];
}

/** By position the number of its group. */
export function groupNumbers(groups: readonly Group[], positions: number): Int32Array {
  const numbers = new Int32Array(positions);
  for (const [number, { members }] of groups.entries()) for (const at of members) numbers[at] = number;
  return numbers;
}

/** JSON has neither infinite numbers nor large integers, and writes typed arrays as objects. */
function plain(_: string, value: unknown): unknown {
  if (typeof value === "bigint" || value === Infinity || value === -Infinity) return `${value}n`;
  return ArrayBuffer.isView(value) ? Array.from(value as never) : value;
}
