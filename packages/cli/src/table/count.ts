import { type ColumnTable, table } from "@ecephys/core/arquero";

/** How many rows there are of each value; null and undefined count as one, null. */
export function countValues(rows: ColumnTable, column: string): Map<unknown, number> {
  const counts = new Map<unknown, number>();
  const get = rows.getter(column);
  for (let row = 0; row < rows.numRows(); row++) {
    const value: unknown = get(row) ?? null;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** One row a value, as column `name`, with the count of the sessions that have it in `column`. */
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
