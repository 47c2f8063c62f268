/** An operation that was measured on both sides, in seconds. */
export interface Measured {
  readonly name: string;
  readonly ours: number;
  readonly allensdk: number;
}

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, min: 60 };
/** Rows of the tables of a project: what a program waits for. */
const WHOLE = /^whole process/;

/**
 * The times of a page of benchmarks: rows of its tables that have a column for ours and one for AllenSDK. Memory,
 * processor time and times that are not of the same work (no ratio is given) are left out.
 */
export function measured(markdown: string): Measured[] {
  const found: Measured[] = [];
  let head: string[] | undefined;
  for (const line of markdown.split("\n")) {
    if (!line.startsWith("|")) {
      head = undefined;
      continue;
    }
    const cells = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (!head) {
      head = cells;
      continue;
    }
    const [ours, allensdk] = [seconds(cells[head.indexOf("ours")]), seconds(cells[head.indexOf("AllenSDK")])];
    if (ours === undefined || allensdk === undefined || !cells[head.indexOf("ratio")]) continue;
    const name = nameOf(head, cells);
    if (name !== undefined) found.push({ name, ours, allensdk });
  }
  return found;
}

function nameOf(head: readonly string[], cells: readonly string[]): string | undefined {
  const figure = cells[head.indexOf("figure")] ?? cells[0] ?? "";
  if (head[0] === "scenario") return WHOLE.test(figure) ? cells[0] : undefined;
  if (head[0] !== "figure") return WHOLE.test(figure) ? head[0] : undefined;
  if (/processor time|instead of AllenSDK/.test(figure)) return undefined;
  return WHOLE.test(figure) || figure === "both queries" ? undefined : figure;
}

/** "1.2 s", "6,233 ms"; undefined for anything else. */
function seconds(text: string | undefined): number | undefined {
  const [, number, unit] = /^([\d.,]+) (ms|s|min)$/.exec(text ?? "") ?? [];
  return number === undefined ? undefined : Number(number.replaceAll(",", "")) * UNITS[unit!]!;
}
