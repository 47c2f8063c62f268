import type { NdArray } from "@ecephys/fixtures";
import { ABSOLUTE, RELATIVE, type Rules, rulesOf } from "./rules.ts";

/** Whether our value equals the peer's, whatever they are. */
export function isSameValue(peer: unknown, ours: unknown, rules: Rules): boolean {
  if (peer === undefined || isMissing(peer))
    return isMissing(ours) || (rules.listsAreSets === true && isEmptyList(ours));
  if (isNdArray(peer)) return isSameList(peer.data, ours, rules);
  if (Array.isArray(peer)) return isSameList(peer, ours, rules);
  if (peer instanceof Map) return isSameMap(peer, ours, rules);
  if (peer instanceof Date) return isSameInstant(peer, ours);
  if (typeof peer === "object") return isSameMap(new Map(Object.entries(peer as object)), ours, rules);
  if (typeof peer === "number") return isSameNumber(peer, ours, rules);
  if (typeof peer === "boolean") return Number(peer) === Number(ours) && ours !== null && ours !== "";
  if (typeof peer === "string")
    return peer === ours || (rules.hasNumericText === true && isSameText(peer, ours, rules));
  return false;
}

/** None, NaN and the word "null" of the peer; null, undefined and NaN of ours. */
export function isMissing(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === "null" ||
    (typeof value === "number" && Number.isNaN(value))
  );
}

/** Whether two dates are the same instant; text without a zone is UTC. */
export function isSameInstant(peer: unknown, ours: unknown): boolean {
  if (isMissing(peer)) return isMissing(ours);
  return instant(peer) === instant(ours);
}

function instant(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  if (typeof value === "number") return value;
  if (typeof value !== "string") return Number.NaN;
  const text = value.trim().replace(" ", "T");
  const isZoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) || !text.includes("T");
  return Date.parse(isZoned ? text : `${text}Z`);
}

function isSameNumber(peer: number, ours: unknown, rules: Rules): boolean {
  if (typeof ours === "boolean") return peer === Number(ours);
  const value = typeof ours === "bigint" ? Number(ours) : ours;
  if (typeof value !== "number") return false;
  if (peer === value) return true;
  const relative = typeof rules.relative === "number" ? rules.relative : RELATIVE;
  return Math.abs(value - peer) <= (peer === 0 ? ABSOLUTE : Math.abs(peer) * relative);
}

/** "0.04" and 0.04, "[250.0, 250.0]" and [250, 250]. */
function isSameText(peer: string, ours: unknown, rules: Rules): boolean {
  if (typeof ours === "number" && peer.trim() !== "") return isSameNumber(Number(peer), ours, rules);
  if (typeof ours === "boolean") return peer.toLowerCase() === String(ours);
  const list = /^[[(](.*)[\])]$/s.exec(peer.trim())?.[1];
  if (list === undefined || !isList(ours)) return false;
  const items = list.split(",").map((item) => item.trim());
  const peers = items.filter((item, at) => item !== "" || at < items.length - 1).map(literal);
  return isSameList(peers, ours, { ...rules, listsAreSets: false });
}

function literal(text: string): unknown {
  const quoted = /^(['"])(.*)\1$/s.exec(text)?.[2];
  if (quoted !== undefined) return quoted;
  if (text === "None" || text === "nan") return null;
  if (text === "True" || text === "False") return text === "True";
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

function isSameList(peer: ArrayLike<unknown>, ours: unknown, rules: Rules): boolean {
  const list = isNdArray(ours) ? ours.data : ours;
  if (!isList(list)) return peer.length === 1 && isSameValue(peer[0], list, rules);
  const peers = Array.from(peer);
  const values = Array.from(list);
  if (peers.length !== values.length) return false;
  if (rules.listsAreSets !== true) return peers.every((value, at) => isSameValue(value, values[at], rules));
  const left = [...values];
  return peers.every((value) => {
    const at = left.findIndex((candidate) => isSameValue(value, candidate, rules));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function isSameMap(peer: ReadonlyMap<unknown, unknown>, ours: unknown, rules: Rules): boolean {
  if (typeof ours !== "object" || ours === null) return false;
  const entries: [unknown, unknown][] = ours instanceof Map ? [...ours] : Object.entries(ours);
  const values = new Map(entries.map(([key, value]) => [String(key), value]));
  if (values.size !== peer.size) return false;
  return [...peer].every(
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
