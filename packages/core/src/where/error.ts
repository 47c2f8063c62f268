import { EcephysError } from "@ecephys/files";

/** Expressions longer than this are refused unread. */
export const MAX_LENGTH = 100_000;

const SYNTAX_HELP =
  "Write comparisons of columns, such as 'ecephys_structure_acronym == \"VISp\" && snr > 2'; " +
  "`npx @ecephys/cli help where` lists what may be used";

/** The error for an invalid condition. `at` points to the offending character. */
export function whereError(source: string, reason: string, at?: number, remedy = SYNTAX_HELP): EcephysError {
  return new EcephysError("argument", {
    action: "Reading a condition",
    resource: excerpt(source, at),
    reason,
    remedy,
  });
}

function excerpt(source: string, at = 0): string {
  const from = Math.max(0, at - 40);
  const part = source.slice(from, from + 100);
  return `"${from > 0 ? "…" : ""}${part}${from + part.length < source.length ? "…" : ""}"`;
}
