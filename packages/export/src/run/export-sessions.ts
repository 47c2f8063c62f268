import { argumentChecks, type OptionNames, type PlainError } from "@ecephys/files";
import type { SessionCache } from "../plan/cache.ts";
import { type ExportRequest, type ExportTarget, planExport } from "../plan/plan-export.ts";
import type { RunSummary } from "./result.ts";
import { type RunTasksOptions, runTasks } from "./run-tasks.ts";

/** How sessions are exported; as in `runTasks`. */
export type ExportSessionsOptions = Omit<RunTasksOptions, "shard" | "dataset" | "tasks">;

/** What came of an export. */
export interface ExportSummary extends RunSummary {
  /** Sessions whose file does not exist or could not be looked up. */
  readonly unavailable: readonly { readonly session: number; readonly error: PlainError }[];
}

const OPTIONS: OptionNames<ExportSessionsOptions> = {
  concurrency: true,
  stream: true,
  onResult: true,
  onProgress: true,
  signal: true,
};

/**
 * Exports tables of sessions, and of the project, into a dataset: plans it, and runs the plan in this process. Called
 * again, it makes only what is missing, and what has changed: its source, its parameters, the version of its code.
 * @throws what `planExport` and `runTasks` throw.
 * @example
 * import { exportSessions } from "@ecephys/export/tasks";
 *
 * const summary = await exportSessions(
 *   cache,
 *   { kinds: ["units", "presentations"], sessions: [715093703] },
 *   { dataset: "data/dataset" },
 * );
 * console.log(summary.written, summary.failures, summary.unavailable);
 */
export async function exportSessions(
  cache: SessionCache,
  request: ExportRequest,
  target: ExportTarget,
  options: ExportSessionsOptions = {},
): Promise<ExportSummary> {
  argumentChecks("Exporting sessions").knownOptions(options, OPTIONS);
  const { tasks, unavailable } = await planExport(cache, request, target, { signal: options.signal });
  const summary = await runTasks(cache, tasks, { ...options, tasks: request.tasks });
  return { ...summary, unavailable };
}
