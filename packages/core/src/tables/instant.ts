const ISO_DATE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Milliseconds since 1970 of an ISO 8601 date ("2019-10-03") or time ("2019-10-03 08:00:00"), or of a Date.
 * Without a time zone it is UTC; a date alone is its midnight
 * ([note L5](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#l5),
 * [note L8](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#l8)). `undefined` if it is neither.
 */
export function parseInstant(value: unknown): number | undefined {
  const instant = value instanceof Date ? value.getTime() : fromText(value);
  return Number.isNaN(instant) ? undefined : instant;
}

function fromText(value: unknown): number {
  const match = typeof value === "string" ? ISO_DATE.exec(value) : null;
  if (!match) return Number.NaN;
  const [, day, time = "00:00", zone = "Z"] = match;
  const midnight = new Date(`${day}T00:00Z`);
  // "2019-02-30" would become the second of March.
  const exists = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(`${day}T`);
  return exists ? Date.parse(`${day}T${time}${zone}`) : Number.NaN;
}
