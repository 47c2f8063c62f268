import type { Measured } from "./run-child.ts";
import type { Scenario } from "./scenarios.ts";

/** A line of the result: medians, and their ratio. */
export interface Line {
  readonly scenario: string;
  readonly figure: string;
  readonly unit: string;
  readonly ours: number;
  readonly theirs: number | undefined;
  readonly ratio: number | undefined;
  /** NaN: for information. */
  readonly target: number;
}

/** Runs both sides in turn, `rounds` times after one warm-up, and compares their medians. */
export async function compare(scenario: Scenario, rounds: number): Promise<Line[]> {
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const our = await scenario.ours();
    const their = await scenario.theirs?.();
    if (their && their.rows !== our.rows) {
      throw new Error(`${scenario.name}: ${our.rows} rows from ours, ${their.rows} from AllenSDK`);
    }
    if (round === 0) continue;
    ours.push(our);
    if (their) theirs.push(their);
  }
  return scenario.comparisons.map((comparison): Line => {
    const our = median(ours.map(comparison.ours));
    const their = theirs.length === 0 ? undefined : median(theirs.map(comparison.theirs));
    return {
      scenario: scenario.name,
      figure: comparison.figure,
      unit: comparison.unit,
      ours: our,
      theirs: their,
      ratio: their === undefined ? undefined : our / their,
      target: comparison.target,
    };
  });
}

/** The head of the Markdown table of all lines. */
export function markdownHead(): string {
  return [["scenario", "figure", "ours", "AllenSDK", "ratio", "target"], Array<string>(6).fill("---")]
    .map(markdownRow)
    .join("");
}

/** A line of that table. */
export function markdownLine(line: Line): string {
  return markdownRow([
    line.scenario,
    line.figure,
    `${line.ours.toFixed(0)} ${line.unit}`,
    line.theirs === undefined ? "" : `${line.theirs.toFixed(0)} ${line.unit}`,
    line.ratio === undefined ? "" : line.ratio.toFixed(3),
    Number.isNaN(line.target) ? "" : `≤ ${line.target}`,
  ]);
}

function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |\n`;
}

/** Whether every ratio that has a target meets it. */
export function meetsTargets(lines: readonly Line[]): boolean {
  return lines.every(({ ratio, target }) => ratio === undefined || Number.isNaN(target) || ratio <= target);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
