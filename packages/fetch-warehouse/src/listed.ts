import { argumentChecks, type OptionNames } from "@ecephys/files";

/** Filters with ids and names as lists. */
export type Listed<Filters> = {
  readonly [Name in keyof Filters]: Name extends `${string}Ids`
    ? readonly number[] | undefined
    : Name extends "sessionTypes" | "stimulusNames"
      ? readonly string[] | undefined
      : Filters[Name];
};

/**
 * Filters in the one form that queries are made of.
 * @throws an EcephysError "argument" for filters of unknown names, and for one that holds something else than ids
 * or names.
 */
export function listed<Filters extends object>(
  filters: Filters,
  names: OptionNames<Filters>,
): Listed<Filters> {
  const asked = argumentChecks("Fetching from the warehouse");
  const entries = Object.entries(asked.knownOptions(filters, names, "the filters")).map(([name, value]) => {
    if (name.endsWith("Ids")) return [name, asked.ids(`the filter ${name}`, value)];
    if (name === "sessionTypes" || name === "stimulusNames")
      return [name, asked.names(`the filter ${name}`, value)];
    if (name === "hasEyeTracking") asked.flag(`the filter ${name}`, value);
    return [name, value];
  });
  return Object.fromEntries(entries) as Listed<Filters>;
}
