import type { NdArray } from "@ecephys/fixtures";
import { ABSOLUTE, RELATIVE, type Rules, rulesOf } from "./rules.ts";

/** Whether our value equals AllenSDK's, whatever their types. */
export function isSameValue(theirs: unknown, ours: unknown, rules: Rules): boolean {
  if (theirs === undefined || isMissing(theirs))
    return isMissing(ours) || (rules.listsAreSets === true && isEmptyList(ours));
  if (isNdArray(theirs)) return isSameList(theirs.data, ours, rules);
  if (Array.isArray(theirs)) return isSameList(theirs, ours, rules);
  if (theirs instanceof Map) return isSameMap(theirs, ours, rules);
  if (theirs instanceof Date) return isSameInstant(theirs, ours);
  if (typeof theirs === "object") return isSameMap(new Map(Object.entries(theirs as object)), ours, rules);
  if (typeof theirs === "number") return isSameNumber(theirs, ours, rules);
  if (typeof theirs === "boolean") return Number(theirs) === Number(ours) && ours !== null && ours !== "";
  if (typeof theirs === "string")
    return theirs === ours || (rules.hasNumericText === true && isSameText(theirs, ours, rules));
  return false;
}

/** None, NaN and the word "null" from AllenSDK; null, undefined and NaN from us. */
export function isMissing(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === "null" ||
    (typeof value === "number" && Number.isNaN(value))
  );
}

/** Whether two dates are the same instant; text without a zone is UTC. */
export function isSameInstant(theirs: unknown, ours: unknown): boolean {
  if (isMissing(theirs)) return isMissing(ours);
  return instant(theirs) === instant(ours);
}

function instant(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  if (typeof value === "number") return value;
  if (typeof value !== "string") return Number.NaN;
  const text = value.trim().replace(" ", "T");
  const isZoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) || !text.includes("T");
  return Date.parse(isZoned ? text : `${text}Z`);
}

function isSameNumber(theirs: number, ours: unknown, rules: Rules): boolean {
  if (typeof ours === "boolean") return theirs === Number(ours);
  const value = typeof ours === "bigint" ? Number(ours) : ours;
  if (typeof value !== "number") return false;
  if (theirs === value) return true;
  const relative = typeof rules.relative === "number" ? rules.relative : RELATIVE;
  return Math.abs(value - theirs) <= (theirs === 0 ? ABSOLUTE : Math.abs(theirs) * relative);
}

/** "0.04" and 0.04, "[250.0, 250.0]" and [250, 250]. */
function isSameText(theirs: string, ours: unknown, rules: Rules): boolean {
  if (typeof ours === "number" && theirs.trim() !== "") return isSameNumber(Number(theirs), ours, rules);
  if (typeof ours === "boolean") return theirs.toLowerCase() === String(ours);
  const list = /^[[(](.*)[\])]$/s.exec(theirs.trim())?.[1];
  if (list === undefined || !isList(ours)) return false;
  const items = list.split(",").map((item) => item.trim());
  const theirItems = items.filter((item, at) => item !== "" || at < items.length - 1).map(literal);
  return isSameList(theirItems, ours, { ...rules, listsAreSets: false });
}

function literal(text: string): unknown {
  const quoted = /^(['"])(.*)\1$/s.exec(text)?.[2];
  if (quoted !== undefined) return quoted;
  if (text === "None" || text === "nan") return null;
  if (text === "True" || text === "False") return text === "True";
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

function isSameList(theirs: ArrayLike<unknown>, ours: unknown, rules: Rules): boolean {
  const list = isNdArray(ours) ? ours.data : ours;
  if (!isList(list)) return theirs.length === 1 && isSameValue(theirs[0], list, rules);
  const theirItems = Array.from(theirs);
  const values = Array.from(list);
  if (theirItems.length !== values.length) return false;
  if (rules.listsAreSets !== true)
    return theirItems.every((value, at) => isSameValue(value, values[at], rules));
  const left = [...values];
  return theirItems.every((value) => {
    const at = left.findIndex((candidate) => isSameValue(value, candidate, rules));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function isSameMap(theirs: ReadonlyMap<unknown, unknown>, ours: unknown, rules: Rules): boolean {
  if (typeof ours !== "object" || ours === null) return false;
  const entries: [unknown, unknown][] = ours instanceof Map ? [...ours] : Object.entries(ours);
  const values = new Map(entries.map(([key, value]) => [String(key), value]));
  if (values.size !== theirs.size) return false;
  return [...theirs].every(
    ([key, value]) =>
      values.has(String(key)) && isSameValue(value, values.get(String(key)), rulesOf(rules, String(key))),
  );
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function isEmptyList(value: unknown): boolean {
  return isList(value) && value.length === 0;
}

function isNdArray(value: unknown): value is NdArray {
  return typeof value === "object" && value !== null && "shape" in value && "data" in value;
}
