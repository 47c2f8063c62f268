import type { Rows } from "@ecephys/core/internal";

/** Ids within so many times their number are looked up in a list: those of one experiment lie close together. */
const SPREAD = 64;

/** Of each wanted id its row among ids, of which none occurs twice; -1 where it has none, or is missing. */
export function rowsOfIds(wanted: Float64Array, ids: Float64Array): Rows {
  const rows = new Int32Array(wanted.length);
  const listed = listOf(ids);
  if (listed) {
    const { first, places } = listed;
    for (let i = 0; i < rows.length; i++) rows[i] = (places[wanted[i]! - first] ?? 0) - 1;
    return rows;
  }
  const rowOf = new Map<number, number>();
  for (let row = 0; row < ids.length; row++) rowOf.set(ids[row]!, row);
  for (let i = 0; i < rows.length; i++) {
    const id = wanted[i]!;
    rows[i] = Number.isNaN(id) ? -1 : (rowOf.get(id) ?? -1);
  }
  return rows;
}

/** By how much an id is above the first one, its row plus 1, or 0; undefined where ids do not ascend, or lie far apart. */
function listOf(ids: Float64Array): { readonly first: number; readonly places: Int32Array } | undefined {
  const first = ids[0] ?? 0;
  const span = (ids.at(-1) ?? 0) - first;
  if (!(span >= 0 && span < SPREAD * ids.length)) return undefined;
  const places = new Int32Array(span + 1);
  let last = -1;
  for (let row = 0; row < ids.length; row++) {
    const place = ids[row]! - first;
    if (!(place > last) || !Number.isInteger(place)) return undefined;
    places[place] = row + 1;
    last = place;
  }
  return { first, places };
}
