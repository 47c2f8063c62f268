/**
 * Datasets of many sessions, for Node: tasks as plain data, planned, split into parts, run by any number of processes on
 * any number of hosts, and written whole or not at all.
 *
 * @module @ecephys/export/tasks
 */

export type {
  DatasetManifest,
  ManifestFile,
  ManifestTable,
} from "./output/manifest.ts";
export type { FailureRecord, PartitionRecord } from "./output/records.ts";
export { type DatasetStatus, datasetStatus, type TaskState, type TaskStatus } from "./output/status.ts";
export type { SessionCache } from "./plan/cache.ts";
export { defineTask, type OwnTask } from "./plan/define-task.ts";
export { taskKey } from "./plan/key.ts";
export {
  type ExportPlan,
  type ExportRequest,
  type ExportTarget,
  type KindChoice,
  type PlanExportOptions,
  planExport,
} from "./plan/plan-export.ts";
export { parseShard, type Shard, shardTasks } from "./plan/shards.ts";
export type { ExportTask, TaskEstimate, TaskInput } from "./plan/task.ts";
export { parseTasks, taskLines } from "./plan/task-file.ts";
export { type ExportSessionsOptions, type ExportSummary, exportSessions } from "./run/export-sessions.ts";
export type { RunSummary, TaskOutcome, TaskResult } from "./run/result.ts";
export { type RunTasksOptions, runTasks } from "./run/run-tasks.ts";
export type { TaskProgress } from "./run/runner.ts";
