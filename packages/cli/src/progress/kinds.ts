import type { Output } from "../io.ts";

/** The ways to show progress: bars that are redrawn in place, lines of a log, or nothing. */
export const PROGRESS_KINDS = ["auto", "bars", "log", "none"] as const;
export type ProgressKind = Exclude<(typeof PROGRESS_KINDS)[number], "auto">;

interface Asked {
  readonly progress: (typeof PROGRESS_KINDS)[number];
  readonly quiet?: boolean | undefined;
}

/** Bars on a terminal that can draw them, lines on one that cannot, nothing elsewhere or with `--quiet`. */
export function progressKind(
  { progress, quiet }: Asked,
  stderr: Output,
  term: string | undefined,
): ProgressKind {
  if (quiet) return "none";
  if (progress !== "auto") return progress;
  if (stderr.isTTY !== true) return "none";
  return term === "dumb" ? "log" : "bars";
}
