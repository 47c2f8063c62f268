import { type ColumnTable, table } from "@ecephys/core/arquero";

/** The number of rows with each value; null and undefined both count as null. */
export function countValues(rows: ColumnTable, column: string): Map<unknown, number> {
  const counts = new Map<unknown, number>();
  const get = rows.getter(column);
  for (let row = 0; row < rows.numRows(); row++) {
    const value: unknown = get(row) ?? null;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** One row per value, as column `name`, with the number of sessions that have it in `column`. */
export function countSessions(
  name: string,
  values: readonly (string | null)[],
  sessions: ColumnTable,
  column: string,
): ColumnTable {
  const counts = countValues(sessions, column);
  return table({
    [name]: [...values],
    session_count: values.map((value) => counts.get(value) ?? 0),
  });
}
