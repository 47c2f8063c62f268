import type { PlainError } from "@ecephys/files";

/**
 * What came of a task: its file was "written"; it was finished before ("skipped"); it "failed"; or a source is not the one
 * that was planned ("changed"), and nothing was written.
 */
export type TaskOutcome = "written" | "skipped" | "failed" | "changed";

/** What came of one task, as one line of JSON tells it. */
export interface TaskResult {
  readonly task: string;
  readonly kind: string;
  readonly session?: number | undefined;
  readonly outcome: TaskOutcome;
  readonly output: string;
  readonly rows?: number | undefined;
  readonly bytes?: number | undefined;
  /** How long it took, without opening the session. */
  readonly seconds: number;
  readonly error?: PlainError | undefined;
  /** Whether trying again may help. */
  readonly retryable?: boolean | undefined;
}

/** What came of all tasks of a run. */
export interface RunSummary {
  readonly written: number;
  readonly skipped: number;
  readonly failed: number;
  readonly changed: number;
  readonly rows: number;
  readonly bytes: number;
  /** Of the tasks that failed, and of those whose source has changed. */
  readonly failures: readonly TaskResult[];
  /**
   * In what finished files of one table differ, with those of earlier runs: "psth: parameters: …". Of parts of a plan, and of
   * workers, nothing: the others may be making them alike; `datasetStatus` tells it in the end.
   */
  readonly differences: readonly string[];
}

export function summaryOf(results: readonly TaskResult[], differences: readonly string[] = []): RunSummary {
  const count = (outcome: TaskOutcome) => results.filter((one) => one.outcome === outcome).length;
  const written = results.filter(({ outcome }) => outcome === "written");
  const sum = (name: "rows" | "bytes") => written.reduce((total, one) => total + (one[name] ?? 0), 0);
  return {
    written: written.length,
    skipped: count("skipped"),
    failed: count("failed"),
    changed: count("changed"),
    rows: sum("rows"),
    bytes: sum("bytes"),
    failures: results.filter(({ outcome }) => outcome === "failed" || outcome === "changed"),
    differences,
  };
}
