import { parseInstant } from "@ecephys/core/internal";
import { argumentChecks, EcephysError, type Ids, type Names, type OptionNames } from "@ecephys/files";

/** Years of four digits are those that both write the same. */
const YEAR_1 = Date.parse("0001-01-01T00:00Z");
const YEAR_10000 = Date.parse("+010000-01-01T00:00Z");

const asked = argumentChecks("Asking LIMS");

/** A parameter of a query: the text of an array or a timestamp, a list of texts, or null for no filter. */
export type Parameter = string | readonly string[] | null;

/** @throws an EcephysError "argument" for anything but an object of filters, and for filters of unknown names. */
export function checkedFilters<Filters extends object>(
  filters: Filters,
  names: OptionNames<Filters>,
): Filters {
  return asked.knownOptions(filters, names, "the filters");
}

/** Filters as query parameters; undefined where one of them is an empty list, so that nothing can match. */
export function parametersOf(...parameters: readonly (Parameter | undefined)[]): Parameter[] | undefined {
  return parameters.includes(undefined) ? undefined : (parameters as Parameter[]);
}

/**
 * Ids as the text of a bigint[]: null for no filter, undefined where the list is empty.
 * @throws an EcephysError "argument" that names the filter where a value is not an integer.
 */
export function idsParameter(filter: string, ids: Ids | undefined): Parameter | undefined {
  const list = asked.ids(`the filter ${filter}`, ids);
  if (list === undefined) return null;
  return list.length === 0 ? undefined : `{${list.join(",")}}`;
}

/** @throws an EcephysError "argument" where `id` is not an integer that a double holds exactly. */
export function requireId(name: string, id: unknown): void {
  asked.integer(name, id as number);
}

/**
 * Texts as they are, less those that PostgreSQL cannot hold (with a NUL in them), which match nothing.
 * @throws an EcephysError "argument" where one of them is not text.
 */
export function textsParameter(filter: string, texts: Names | undefined): Parameter | undefined {
  const possible = asked.names(`the filter ${filter}`, texts)?.filter((text) => !text.includes("\0"));
  if (possible === undefined) return null;
  return possible.length === 0 ? undefined : possible;
}

/**
 * A date as a timestamp in UTC. A date without a time is its midnight, as in AllenSDK.
 * @throws an EcephysError "argument" where it is not a date.
 */
export function dateParameter(filter: string, date: string | Date | undefined): Parameter {
  if (date === undefined) return null;
  const instant = parseInstant(date);
  if (instant === undefined) {
    throw argumentError(filter, date, 'it is an ISO 8601 date such as "2019-10-03", or a Date');
  }
  if (instant < YEAR_1) return "-infinity";
  if (instant >= YEAR_10000) return "infinity";
  return new Date(instant).toISOString().replace("T", " ").replace("Z", "");
}

/** @throws an EcephysError "argument" for filters that only another backend has. */
export function refuseFilters(filters: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(filters)) {
    if (value === undefined) continue;
    throw new EcephysError("argument", {
      action: "Filtering LIMS",
      resource: `the filter ${name}`,
      reason: "LIMS has no such filter; only the warehouse does",
      remedy: "Leave it out, and filter the returned table",
    });
  }
}

function argumentError(name: string, value: unknown, rule: string): EcephysError {
  return new EcephysError("argument", {
    action: "Asking LIMS",
    resource: `the filter ${name}`,
    reason: `${describe(value)} is not allowed`,
    remedy: `Pass something else: ${rule}`,
  });
}

function describe(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
