import type { PlainError } from "@ecephys/files";

/**
 * Computes for some units at a time what depends on their own spikes, ascending, and on what all units share. `at` is the
 * place of the first of them among all.
 */
export type Kernel<Shared, Answer> = (
  shared: Shared,
) => (units: readonly Float64Array[], at: number) => readonly Answer[];

/** Which kernel computes from now on, and what all units share. */
export interface Task {
  readonly kernel: string;
  readonly shared: unknown;
}

/** To the worker: a task, or some of its units, in order of the messages. */
export type ToWorker =
  | Task
  | {
      readonly id: number;
      /** The place of the first unit among all. */
      readonly at: number;
      /** By unit its spike times, ascending. */
      readonly units: readonly Float64Array[];
      /** The memory that they lie in, where it was handed over and is wanted back. */
      readonly memory?: ArrayBuffer | undefined;
    };

/** What was computed, by unit. */
export interface Answer {
  readonly id: number;
  readonly answers: readonly unknown[];
  readonly memory?: ArrayBuffer | undefined;
}

/** From the worker: what was computed, or why it was not. */
export type FromWorker = Answer | { readonly id: number; readonly error: PlainError };
