import type { EcephysErrorCode } from "@ecephys/files";

/**
 * How answers are compared, where it is not the same for all. The rules themselves:
 *
 * - Rows are matched by id, columns by name; an extra column is a difference unless it is allowed here. Row order
 *   means nothing unless `isOrdered` (the peer's is pandas' grouping, note T1).
 * - Numbers are equal to within 1e-11 relative, 1e-12 absolute where the peer has 0 (its CSV reader is not exact,
 *   note T10). Booleans equal 0 and 1.
 * - The peer's word "null", None and NaN are our missing value; a text "None" is text (note T11).
 * - Text of numbers or lists equals our numbers and arrays where `hasNumericText` (stimulus parameters, metrics).
 * - Dates compare as instants; one without a zone is UTC (note L8).
 * - Structure acronyms and the lists of `getAll…` compare as sets; None is our empty list there (note T12).
 * - Where the peer fails ours fails with an EcephysError; its code and what it names are ours (`errorCodes`).
 * - Columns whose values were not recorded must be there and hold what their dtype says.
 */
export interface Rules {
  /** Row order counts. */
  readonly isOrdered?: boolean | undefined;
  /** Columns that ours has in addition; "any" for all. */
  readonly extraColumns?: "any" | readonly string[] | undefined;
  /** Columns of ours that name the rows, where they are not the peer's index. Empty: rows match by position. */
  readonly keys?: readonly string[] | undefined;
  /** Text of numbers and lists equals numbers and arrays. */
  readonly hasNumericText?: boolean | undefined;
  /** Lists compare as sets. */
  readonly listsAreSets?: boolean | undefined;
  /** Relative tolerance, for all or for the columns and keys named. */
  readonly relative?: number | Readonly<Record<string, number>> | undefined;
  /** What our error may be where the peer fails; any of ours by default. */
  readonly errorCodes?: readonly EcephysErrorCode[] | undefined;
  /** What our error's message must contain: the id that does not exist. */
  readonly errorNames?: string | undefined;
  /** Columns whose lists are sets, in addition to `ecephys_structure_acronyms`. */
  readonly setColumns?: readonly string[] | undefined;
}

export const RELATIVE = 1e-11;
export const ABSOLUTE = 1e-12;

/** Columns that hold dates. */
export const DATE_COLUMNS: ReadonlySet<string> = new Set(["date_of_acquisition", "published_at"]);

/** Columns that hold lists without order. */
export const SET_COLUMNS: ReadonlySet<string> = new Set(["ecephys_structure_acronyms"]);

/** The rules for one column or key: its own tolerance, and whether its lists are sets. */
export function rulesOf(rules: Rules, name: string): Rules {
  // A tolerance by name also holds deeper down.
  const relative =
    typeof rules.relative === "object" ? (rules.relative[name] ?? rules.relative) : rules.relative;
  const isSet = SET_COLUMNS.has(name) || (rules.setColumns?.includes(name) ?? false);
  return { ...rules, relative, listsAreSets: isSet || rules.listsAreSets };
}
