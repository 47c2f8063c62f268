import type { ColumnTable } from "@ecephys/core/arquero";
import { isMissing } from "@ecephys/core/internal";
import type { SortKey } from "../options/parsers.ts";
import { requireColumns } from "./columns.ts";

/**
 * Row numbers sorted by some columns, stable; missing values come last in either direction, numbers sort as
 * numbers and texts by their characters.
 * @throws EcephysError "argument" for a name that is not a column.
 */
export function sortRows(
  table: ColumnTable,
  rows: readonly number[],
  keys: readonly SortKey[],
): readonly number[] {
  if (keys.length === 0) return rows;
  const names = keys.map((key) => key.column);
  requireColumns(names, table.columnNames(), "--sort");
  const getters = keys.map((key) => ({ get: table.getter(key.column), sign: key.descending ? -1 : 1 }));
  return [...rows].sort((a, b) => {
    for (const { get, sign } of getters) {
      const order = compareValues(get(a), get(b), sign);
      if (order !== 0) return order;
    }
    return a - b;
  });
}

function compareValues(a: unknown, b: unknown, sign: number): number {
  const [noA, noB] = [isMissing(a), isMissing(b)];
  if (noA || noB) return Number(noA) - Number(noB);
  const [x, y] = [comparable(a), comparable(b)];
  if (typeof x === typeof y) return x < y ? -sign : x > y ? sign : 0;
  return typeof x === "number" ? -1 : 1;
}

function comparable(value: unknown): number | string {
  return typeof value === "number" || typeof value === "boolean" ? Number(value) : String(value);
}
