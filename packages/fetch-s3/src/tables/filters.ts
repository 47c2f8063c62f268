import { argumentChecks, EcephysError, type OptionNames } from "@ecephys/files";

/** Filters with ids and names as sets. */
export type Wanted<Filters> = {
  readonly [Name in keyof Filters]: Name extends `${string}Ids`
    ? ReadonlySet<number> | undefined
    : Name extends "sessionTypes" | "stimulusNames"
      ? ReadonlySet<string> | undefined
      : Filters[Name];
};

/**
 * Filters in the one form that tables are filtered by.
 * @throws an EcephysError "argument" for unknown names, for what is not an id or a name, and for `hasEyeTracking`.
 */
export function wanted<Filters extends object>(
  filters: Filters,
  names: OptionNames<Filters>,
): Wanted<Filters> {
  const checks = argumentChecks("Fetching from S3");
  const entries = Object.entries(checks.knownOptions(filters, names, "the filters")).map(([name, value]) => {
    if (name.endsWith("Ids")) return [name, setOf(checks.ids(`the filter ${name}`, value))];
    if (name === "sessionTypes" || name === "stimulusNames")
      return [name, setOf(checks.names(`the filter ${name}`, value))];
    if (name === "hasEyeTracking" && value !== undefined) throw noEyeTracking();
    return [name, value];
  });
  return Object.fromEntries(entries) as Wanted<Filters>;
}

function setOf<Value>(values: readonly Value[] | undefined): ReadonlySet<Value> | undefined {
  return values && new Set(values);
}

/** Whether a list of ids or names is empty, so that nothing matches. */
export function isEmpty(...sets: readonly (ReadonlySet<unknown> | undefined)[]): boolean {
  return sets.some((set) => set?.size === 0);
}

function noEyeTracking(): EcephysError {
  return new EcephysError("argument", {
    action: "Fetching from S3",
    resource: "the filter hasEyeTracking",
    reason: "sessions.csv does not say which sessions have eye tracking",
    remedy: "Leave it out, or ask the warehouse (@ecephys/fetch-warehouse)",
  });
}
