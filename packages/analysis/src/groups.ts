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
  const keys = keyMaker(values);
  const groups = new Map<unknown, { key: readonly unknown[]; members: number[] }>();
  let last: { key: readonly unknown[]; members: number[] } | undefined;
  for (let position = 0; position < rows.length; position++) {
    const row = rows[position]!;
    // Neighbours are mostly alike.
    if (!last?.key.every((value, k) => Object.is(value, values[k]![row]))) {
      const key = keys(row);
      last = groups.get(key);
      if (!last) {
        last = { key: values.map((column) => column[row]), members: [] };
        groups.set(key, last);
      }
    }
    last.members.push(position);
  }
  return [...groups.values()];
}

/** What rows with the same values share: of one column the value itself, unless it is an object; else a text. */
function keyMaker(columns: readonly ArrayLike<unknown>[]): (row: number) => unknown {
  const [only, ...others] = columns;
  const textOf = (row: number) =>
    JSON.stringify(
      columns.map((column) => column[row]),
      plain,
    );
  if (only === undefined || others.length > 0) return textOf;
  const objects = new Map<string, object>();
  return (row) => {
    const value = only[row];
    if (value === undefined || value === null || Number.isNaN(value)) return null;
    if (typeof value !== "object") return value;
    const text = textOf(row);
    const known = objects.get(text) ?? value;
    objects.set(text, known);
    return known;
  };
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
