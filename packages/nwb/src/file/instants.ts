const TIME =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ]+(\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** A time as it was written, as far as it is one. */
export interface Instant {
  /** Undefined where the text is no time. */
  readonly time: Date | undefined;
  /** Without a zone it is read as UTC. */
  readonly hasZone: boolean;
}

/**
 * Reads an ISO 8601 time: basic or extended, with T or a blank, in any zone. Digits beyond milliseconds are cut. A day
 * that the month does not have is no time.
 */
export function readInstant(text: string): Instant {
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "", zone] =
    TIME.exec(text.trim()) ?? [];
  if (year === undefined) return { time: undefined, hasZone: true };
  const milliseconds = Number(fraction.padEnd(3, "0").slice(0, 3));
  const numbers = [Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)] as const;
  const local = new Date(0);
  local.setUTCFullYear(numbers[0], numbers[1], numbers[2]);
  local.setUTCHours(numbers[3], numbers[4], Math.min(59, Number(second)), milliseconds);
  const isDate =
    local.getUTCMonth() === numbers[1] &&
    local.getUTCDate() === numbers[2] &&
    numbers[3] < 24 &&
    numbers[4] < 60 &&
    Number(second) <= 60;
  if (!isDate) return { time: undefined, hasZone: true };
  return { time: new Date(local.getTime() - offsetOf(zone) * 60_000), hasZone: zone !== undefined };
}

/** Minutes east of Greenwich. */
function offsetOf(zone: string | undefined): number {
  const [, sign, hours = "0", minutes = "0"] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? "") ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

const DURATION =
  /^P(?=.)(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T(?=.)(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$/i;

/** Days of a year, a month, a week, a day, an hour, a minute and a second. */
const DAYS = [365.25, 30.4375, 7, 1, 1 / 24, 1 / 1440, 1 / 86_400];

/** At least and at most so many days; the upper bound of "P90D/" is null. */
export type AgeInDays = readonly [least: number, most: number | null];

/**
 * Reads an age in days: an ISO 8601 duration ("P90D", "P12W", "P1Y2M"), a range of two ("P90D/P120D") or an open one
 * ("P90D/"), with a year of 365.25 and a month of 30.4375 days. Null for any other text, which says nothing for sure.
 */
export function readAge(text: string): AgeInDays | null {
  const [lower, upper, ...rest] = text.trim().split("/");
  const least = durationInDays(lower!);
  if (least === undefined || rest.length > 0) return null;
  if (upper === undefined) return [least, least];
  if (upper.trim() === "") return [least, null];
  const most = durationInDays(upper);
  return most === undefined ? null : [least, most];
}

function durationInDays(text: string): number | undefined {
  const parts = DURATION.exec(text.trim());
  if (!parts) return undefined;
  const days = DAYS.reduce((sum, each, i) => sum + each * Number(parts[i + 1] ?? 0), 0);
  return Number.isFinite(days) ? days : undefined;
}
