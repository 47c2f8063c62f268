/** What differs between a value of ours and a recorded one; undefined where they agree. */
export function difference(ours: unknown, theirs: unknown, at = ""): string | undefined {
  const told = (what: string) => `${at}: ${what}`;
  if (isTagged(theirs)) {
    if (theirs.$ === "NaN")
      return ours === null || Number.isNaN(ours) ? undefined : told(`${show(ours)}, not NaN`);
    if (theirs.$ === "Infinity") return difference(ours, Number.POSITIVE_INFINITY, at);
    if (theirs.$ === "-Infinity") return difference(ours, Number.NEGATIVE_INFINITY, at);
    return String(ours) === theirs.v && typeof ours === "bigint"
      ? undefined
      : told(`${show(ours)}, not ${theirs.v}`);
  }
  if (Number.isNaN(theirs)) return Number.isNaN(ours) ? undefined : told(`${show(ours)}, not NaN`);
  if (theirs === null || theirs === undefined)
    return ours === null || ours === undefined || Number.isNaN(ours)
      ? undefined
      : told(`${show(ours)}, not null`);
  if (typeof theirs === "number") {
    const isSame =
      typeof ours === "number" &&
      (ours === theirs || Math.abs(ours - theirs) <= Math.max(1e-12, 1e-11 * Math.abs(theirs)));
    return isSame ? undefined : told(`${show(ours)}, not ${theirs}`);
  }
  if (typeof theirs !== "object")
    return ours === theirs ? undefined : told(`${show(ours)}, not ${show(theirs)}`);
  if (Array.isArray(theirs)) return differenceOfLists(ours, theirs, at);
  if (ours instanceof Date) return told("a date");
  const own = ours as Readonly<Record<string, unknown>> | null | undefined;
  if (typeof own !== "object" || own === null) return told(`${show(ours)}, not ${show(theirs)}`);
  for (const name of new Set([...Object.keys(own), ...Object.keys(theirs)])) {
    const found = difference(own[name], (theirs as Readonly<Record<string, unknown>>)[name], `${at}.${name}`);
    if (found) return found;
  }
  return undefined;
}

function differenceOfLists(ours: unknown, theirs: readonly unknown[], at: string): string | undefined {
  const list = ours as ArrayLike<unknown> | null | undefined;
  if (typeof list !== "object" || list === null || list.length !== theirs.length)
    return `${at}: ${show(ours)}, not ${show(theirs)}`;
  for (let i = 0; i < theirs.length; i++) {
    const found = difference(list[i], theirs[i], `${at}[${i}]`);
    if (found) return found;
  }
  return undefined;
}

function isTagged(value: unknown): value is { readonly $: string; readonly v: string } {
  return typeof value === "object" && value !== null && "$" in value;
}

function show(value: unknown): string {
  const text = JSON.stringify(value, (_, own: unknown) => (typeof own === "bigint" ? `${own}n` : own));
  return text === undefined ? String(value) : text.slice(0, 150);
}
