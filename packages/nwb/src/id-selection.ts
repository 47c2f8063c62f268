/** One id or several, in any list: an array, a typed array, what a table's `array("unit_id")` gives. */
export type IdSelection = number | ArrayLike<number | bigint>;

/** The ids of a selection in its order; undefined stays undefined. */
export function listOfIds(ids: IdSelection): number[];
export function listOfIds(ids: IdSelection | undefined): number[] | undefined;
export function listOfIds(ids: IdSelection | undefined): number[] | undefined {
  return typeof ids === "number" ? [ids] : ids && Array.from(ids, Number);
}
