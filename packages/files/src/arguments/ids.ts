/** An id: a whole number that a double holds exactly. */
export type Id = number | bigint;

/**
 * One id, or several: an array, a typed array (also of bigints, as HDF5 has them), a Set, what a table's
 * `array("id")` gives. A filter that is left out does not filter; an empty list matches nothing and sends no
 * request. Backends read them with `argumentChecks(action).ids(name, ids)`.
 */
export type Ids = Id | ArrayLike<Id> | Iterable<Id>;

/** One name, or several. */
export type Names = string | Iterable<string>;
