/** Missing is null, undefined or NaN: what tables keep for "no value" in text, boolean and number columns. */
export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === "number" && Number.isNaN(value));
}
