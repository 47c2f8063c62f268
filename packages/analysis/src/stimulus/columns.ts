import type { ColumnTable } from "@ecephys/core/arquero";
import { columnOf, numbersOf, timesOf } from "../inputs.ts";

/** A table's columns as arrays: made once, since a table of all presentations is looked at many times. */
interface Known {
  readonly values: Map<string, ArrayLike<unknown>>;
  readonly numbers: Map<string, Float64Array>;
  byName: ReadonlyMap<unknown, Int32Array> | undefined;
}

const tables = new WeakMap<ColumnTable, Known>();

function knownOf(table: ColumnTable): Known {
  const known = tables.get(table) ?? { values: new Map(), numbers: new Map(), byName: undefined };
  tables.set(table, known);
  return known;
}

/** As `columnOf`, kept for the next call. */
export function keptColumn(table: ColumnTable, name: string, action: string): ArrayLike<unknown> {
  const { values } = knownOf(table);
  const found = values.get(name) ?? columnOf(table, name, action);
  values.set(name, found);
  return found;
}

/** As `numbersOf`, kept for the next call. */
export function keptNumbers(table: ColumnTable, name: string, action: string): Float64Array {
  const { numbers } = knownOf(table);
  const found = numbers.get(name) ?? numbersOf(table, name, action);
  numbers.set(name, found);
  return found;
}

/** As `timesOf`, kept for the next call. */
export function keptTimes(table: ColumnTable, name: string, action: string): Float64Array {
  const { numbers } = knownOf(table);
  const found = numbers.get(name) ?? timesOf(table, name, action);
  numbers.set(name, found);
  return found;
}

/** The rows of each stimulus of a table of presentations by its name, in the order of their first appearance. */
export function rowsByName(table: ColumnTable, action: string): ReadonlyMap<unknown, Int32Array> {
  const known = knownOf(table);
  known.byName ??= groupByValue(keptColumn(table, "stimulus_name", action));
  return known.byName;
}

function groupByValue(values: ArrayLike<unknown>): ReadonlyMap<unknown, Int32Array> {
  const groups = new Map<unknown, number[]>();
  let own: number[] = [];
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    // Neighbours are mostly alike.
    if (row === 0 || value !== values[row - 1]) {
      own = groups.get(value) ?? [];
      groups.set(value, own);
    }
    own.push(row);
  }
  return new Map(Array.from(groups, ([value, rows]) => [value, Int32Array.from(rows)] as const));
}
