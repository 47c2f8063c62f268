import type { EcephysErrorCode } from "@ecephys/files";

/**
 * How answers are compared. The rules, and below them what can be set for single entries:
 *
 * - Rows are matched by id, columns by name; an extra column is a difference unless it is allowed here. Row order
 *   does not matter unless `isOrdered` (AllenSDK's comes from pandas' grouping, note T1).
 * - Numbers are equal to within 1e-11 relative, 1e-12 absolute where AllenSDK has 0 (its CSV reader is not exact,
 *   note T10). Booleans equal 0 and 1.
 * - AllenSDK's word "null", None and NaN are our missing value; a text "None" is text (note T11).
 * - Text of numbers or lists equals our numbers and arrays where `hasNumericText` (stimulus parameters, metrics).
 * - Dates compare as instants; one without a zone is UTC (note L8).
 * - Structure acronyms and the lists of `getAll…` compare as sets; None is our empty list there (note T12).
 * - Where AllenSDK fails, ours fails with an EcephysError, whose code and names are our own (`errorCodes`).
 * - Columns whose values were not recorded must be there and hold what their dtype says.
 */
export interface Rules {
  /** Row order matters. */
  readonly isOrdered?: boolean | undefined;
  /** Extra columns that ours may have; "any" allows all. */
  readonly extraColumns?: "any" | readonly string[] | undefined;
  /** Our columns that identify the rows, if they are not AllenSDK's index. Empty: rows match by position. */
  readonly keys?: readonly string[] | undefined;
  /** Text of numbers and lists equals numbers and arrays. */
  readonly hasNumericText?: boolean | undefined;
  /** Lists compare as sets. */
  readonly listsAreSets?: boolean | undefined;
  /** Relative tolerance, for all or for the columns and keys named. */
  readonly relative?: number | Readonly<Record<string, number>> | undefined;
  /** The codes that our error may have where AllenSDK fails; any by default. */
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
const SET_COLUMNS: ReadonlySet<string> = new Set(["ecephys_structure_acronyms"]);

/** The rules for one column or key: its own tolerance, and whether its lists are sets. */
export function rulesOf(rules: Rules, name: string): Rules {
  // A tolerance by name also applies to nested values.
  const relative =
    typeof rules.relative === "object" ? (rules.relative[name] ?? rules.relative) : rules.relative;
  const isSet = SET_COLUMNS.has(name) || (rules.setColumns?.includes(name) ?? false);
  return { ...rules, relative, listsAreSets: isSet || rules.listsAreSets };
}
