import type { Measured } from "./run-child.ts";
import type { Scenario } from "./scenarios.ts";

/** A line of the result: medians, and how they stand to each other. */
export interface Line {
  readonly scenario: string;
  readonly figure: string;
  readonly unit: string;
  readonly ours: number;
  readonly peers: number | undefined;
  readonly ratio: number | undefined;
  /** NaN: for information. */
  readonly target: number;
}

/** Runs both sides in turn, `rounds` times after one run for nothing, and compares their medians. */
export async function compare(scenario: Scenario, rounds: number): Promise<Line[]> {
  const ours: Measured[] = [];
  const peers: Measured[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const our = await scenario.ours();
    const peer = await scenario.peers?.();
    if (peer && peer.rows !== our.rows) {
      throw new Error(`${scenario.name}: ${our.rows} rows of ours, ${peer.rows} of the peer's`);
    }
    if (round === 0) continue;
    ours.push(our);
    if (peer) peers.push(peer);
  }
  return scenario.comparisons.map((comparison): Line => {
    const our = median(ours.map(comparison.ours));
    const peer = peers.length === 0 ? undefined : median(peers.map(comparison.peers));
    return {
      scenario: scenario.name,
      figure: comparison.figure,
      unit: comparison.unit,
      ours: our,
      peers: peer,
      ratio: peer === undefined ? undefined : our / peer,
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
    line.peers === undefined ? "" : `${line.peers.toFixed(0)} ${line.unit}`,
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
