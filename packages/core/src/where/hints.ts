/** Keywords of other languages' conditions, and what to write here instead. */
const STANDS_FOR: ReadonlyMap<string, string> = new Map([
  ["and", "&& stands for and"],
  ["or", "|| stands for or"],
  ["not", "! stands for not"],
  ["is", "name == null finds missing values"],
  ["like", 'startswith(name, "…") and includes(name, "…") search text'],
  ["between", "write name >= 1 && name <= 2"],
]);

/** A hint for an expression that looks like Python or SQL: `; && stands for and`. */
export function hintOn(source: string, at: number): string {
  const next = /^\w+/.exec(source.slice(at, at + 20))?.[0] ?? "";
  const before = /(\w+)\s*$/.exec(source.slice(Math.max(0, at - 20), at))?.[1] ?? "";
  const hint = STANDS_FOR.get(next.toLowerCase()) ?? STANDS_FOR.get(before.toLowerCase());
  return hint === undefined ? "" : `; ${hint}`;
}
