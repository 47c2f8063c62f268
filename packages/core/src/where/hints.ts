/** Words of other languages' conditions, and what stands here for them. */
const STANDS_FOR: ReadonlyMap<string, string> = new Map([
  ["and", "&& stands for and"],
  ["or", "|| stands for or"],
  ["not", "! stands for not"],
  ["is", "name == null asks for missing values"],
  ["like", 'startswith(name, "…") and includes(name, "…") look into texts'],
  ["between", "write name >= 1 && name <= 2"],
]);

/** What may have been meant where an expression of Python or SQL stops being one of ours: `; && stands for and`. */
export function hintOn(source: string, at: number): string {
  const next = /^\w+/.exec(source.slice(at, at + 20))?.[0] ?? "";
  const before = /(\w+)\s*$/.exec(source.slice(Math.max(0, at - 20), at))?.[1] ?? "";
  const hint = STANDS_FOR.get(next.toLowerCase()) ?? STANDS_FOR.get(before.toLowerCase());
  return hint === undefined ? "" : `; ${hint}`;
}
