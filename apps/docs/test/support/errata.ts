import type { Correction } from "@ecephys/core";

const SHOWN: Readonly<Record<Correction["shown"], string>> = {
  warning: "A warning, once, with the number of values.",
  error: "The error for the missing file says so.",
  table: "True of every row: `correctionsOf(table)` has it.",
};

/** The rows of errata.md: one section a fault. */
export function errataSections(corrections: readonly Correction[]): string {
  return corrections.map(section).join("\n");
}

function section({ id, what, where, columns, source, shown, correction }: Correction): string {
  return [
    `## ${id}`,
    "",
    what,
    "",
    "| | |",
    "|---|---|",
    `| Where | ${where.join("; ")} |`,
    `| Columns | ${columns.map((name) => `\`${name}\``).join(", ")} |`,
    `| Source | ${source} |`,
    `| By default | ${SHOWN[shown]} |`,
    `| With \`corrections: ["${id}"]\` | ${correction ?? "Nothing can be put right."} |`,
    "",
  ].join("\n");
}
