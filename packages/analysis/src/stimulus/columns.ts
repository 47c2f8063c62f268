import type { ColumnTable } from "@ecephys/core/arquero";
import { columnOf, numbersOf } from "../inputs.ts";

/** A table's columns as arrays: made once, since a table of all presentations is looked at many times. */
interface Known {
  readonly values: Map<string, ArrayLike<unknown>>;
  readonly numbers: Map<string, Float64Array>;
}

const tables = new WeakMap<ColumnTable, Known>();

function knownOf(table: ColumnTable): Known {
  const known = tables.get(table) ?? { values: new Map(), numbers: new Map() };
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
