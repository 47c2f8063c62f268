import type { PrefetchFailure, PrefetchPlan, PrefetchSummary } from "@ecephys/core";
import { errorOfPlain } from "@ecephys/files";
import { describeError, type ErrorReport } from "../run/report.ts";

/** A failure as printed by `--json`. */
export interface FailureReport extends Omit<PrefetchFailure, "error"> {
  readonly error: ErrorReport;
}

export function failureReport({ error, ...rest }: PrefetchFailure): FailureReport {
  return { ...rest, error: describeError(error) };
}

/** A plan as printed by `--json`. */
export function planReport(plan: PrefetchPlan) {
  return { ...plan, unavailable: unavailableFailures(plan).map(failureReport) };
}

/** The files of a plan that are not available, as failures. */
export function unavailableFailures({ unavailable }: PrefetchPlan): PrefetchFailure[] {
  return unavailable.map(({ error, ...about }) => ({ ...about, error: errorOfPlain(error) }));
}

/** A summary as printed by `--json`. */
export function summaryReport<Summary extends PrefetchSummary>(summary: Summary) {
  return { ...summary, failed: summary.failed.map(failureReport) };
}
