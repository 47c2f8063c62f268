import { isStrictlyAscending } from "@ecephys/files/internal";

/** The rows of the file's table of units. */
export interface UnitRows {
  readonly path: string;
  readonly count: number;
  /** The row of an id; undefined for one that no row has, or several. */
  rowOf(id: number): number | undefined;
}

/** Ids mostly ascend, and then a row is found without a list of all. */
export function unitRowsOf(path: string, ids: Float64Array): UnitRows {
  const isOrdered = isStrictlyAscending(ids);
  let byId: ReadonlyMap<number, number> | undefined;
  return {
    path,
    count: ids.length,
    rowOf(id) {
      if (isOrdered) return searched(ids, id);
      byId ??= rowById(ids);
      return byId.get(id);
    },
  };
}

function searched(ids: Float64Array, id: number): number | undefined {
  let [from, to] = [0, ids.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (ids[middle]! < id) from = middle + 1;
    else to = middle;
  }
  return ids[from] === id ? from : undefined;
}

function rowById(ids: Float64Array): ReadonlyMap<number, number> {
  const byId = new Map<number, number>();
  const shared = new Set<number>();
  for (const [row, id] of ids.entries())
    if (byId.has(id)) shared.add(id);
    else byId.set(id, row);
  for (const id of shared) byId.delete(id);
  return byId;
}
