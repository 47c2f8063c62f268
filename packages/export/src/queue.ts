/**
 * Tasks of an export in a queue, for any number of workers on any number of hosts. `pgQueue` needs the package pg-boss
 * (version 10) beside this one.
 *
 * @module @ecephys/export/queue
 */

export { type PgQueueOptions, pgQueue } from "./queue/pg-queue.ts";
export { type RunWorkerOptions, runWorker } from "./queue/run-worker.ts";
export { type SubmitTasksOptions, submitTasks } from "./queue/submit-tasks.ts";
export type { QueueCounts, TaskLease, TaskQueue } from "./queue/task-queue.ts";
