import type { PrefetchFailure, PrefetchPlan, PrefetchSummary } from "@ecephys/core";
import { describeError, type ErrorReport } from "../run/report.ts";

/** A failure as `--json` gives it. */
export interface FailureReport extends Omit<PrefetchFailure, "error"> {
  readonly error: ErrorReport;
}

export function failureReport({ error, ...rest }: PrefetchFailure): FailureReport {
  return { ...rest, error: describeError(error) };
}

/** A plan as `--json` gives it. */
export function planReport(plan: PrefetchPlan) {
  return { ...plan, unavailable: plan.unavailable.map(failureReport) };
}

/** A summary as `--json` gives it. */
export function summaryReport<Summary extends PrefetchSummary>(summary: Summary) {
  return { ...summary, failed: summary.failed.map(failureReport) };
}
