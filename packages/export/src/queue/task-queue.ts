import type { PlainError } from "@ecephys/files";
import type { ExportTask } from "../plan/task.ts";
import type { TaskResult } from "../run/result.ts";

/** How many tasks of a queue are how far. */
export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
}

/**
 * A task that was taken from a queue, by one worker for as long as it renews the lease. After that, and after `failed`, the
 * queue hands it to another worker; exactly-once in effect is due to the dataset, not to the queue.
 */
export interface TaskLease {
  readonly task: ExportTask;
  /** How long the lease lasts without being renewed, in milliseconds. */
  readonly lasts: number;
  /** False if the task is not this worker's any more: it took too long to renew, or the task was cancelled. */
  renew(): Promise<boolean>;
  /** The task is done with this result. */
  done(result: TaskResult): Promise<void>;
  /** The task has failed; with `retry` it is tried again later, as often as the queue allows. */
  failed(error: PlainError, options: { readonly retry: boolean }): Promise<void>;
  /** Gives the task back as if it had not been taken: the worker ends. */
  release(): Promise<void>;
}

/** What workers and programs need of a queue. An adapter is one object of this type; `pgQueue` is one. */
export interface TaskQueue {
  /** For messages, without credentials: "the queue ecephys of postgres at lab:5432". */
  readonly location: string;
  /**
   * Puts tasks into the queue, with a key each: a task whose key is waiting or being worked on is not put there twice; one
   * that has ended is put there again.
   * @returns how many were added.
   */
  submit(
    tasks: readonly { readonly key: string; readonly task: ExportTask }[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<number>;
  /** Takes a task, if one is due. */
  take(): Promise<TaskLease | undefined>;
  counts(): Promise<QueueCounts>;
  /** Cancels what is waiting or being worked on, and returns how many tasks that were. */
  cancel(): Promise<number>;
  /** Closes the connections. */
  close(): Promise<void>;
}
