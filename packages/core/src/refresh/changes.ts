import type { ColumnTable } from "arquero";
import { isMissing } from "../tables/column.ts";

/** How a table differs from an earlier one. Rows are told apart by their id. */
export interface TableChanges {
  readonly rowsBefore: number;
  readonly rows: number;
  readonly added: number;
  readonly removed: number;
  /** Rows of both, in which a value of a column that both have differs. */
  readonly changed: number;
  readonly addedColumns: readonly string[];
  readonly removedColumns: readonly string[];
}

/**
 * Compares two versions of a table.
 * @param id The column by which rows are told apart.
 */
export function tableChanges(before: ColumnTable, after: ColumnTable, id: string): TableChanges {
  const [old, now] = [before.columnNames(), after.columnNames()];
  const shared = old
    .filter((name) => now.includes(name))
    .map((name) => [before.getter(name), after.getter(name)] as const);
  const earlier = rowsById(before, id);
  let added = 0;
  let changed = 0;
  for (const [key, row] of rowsById(after, id)) {
    const was = earlier.get(key);
    if (was === undefined) added++;
    else if (shared.some(([ofOld, ofNew]) => !isSame(ofOld(was), ofNew(row)))) changed++;
  }
  return {
    rowsBefore: before.numRows(),
    rows: after.numRows(),
    added,
    removed: before.numRows() - (after.numRows() - added),
    changed,
    addedColumns: now.filter((name) => !old.includes(name)),
    removedColumns: old.filter((name) => !now.includes(name)),
  };
}

/** Whether two versions of a table hold the same. */
export function isNothing({ added, addedColumns, changed, removed, removedColumns }: TableChanges): boolean {
  return added + removed + changed + addedColumns.length + removedColumns.length === 0;
}

function rowsById(table: ColumnTable, id: string): Map<unknown, number> {
  const get = table.getter(id);
  return new Map(Array.from({ length: table.numRows() }, (_, row) => [get(row) as unknown, row]));
}

function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other) || (isMissing(one) && isMissing(other))) return true;
  if (typeof one !== "object" || typeof other !== "object") return false;
  return JSON.stringify(one) === JSON.stringify(other);
}
