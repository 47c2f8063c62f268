import { untilAborted } from "./until-aborted.ts";

interface Task<Value> {
  readonly promise: Promise<Value>;
  readonly controller: AbortController;
  waiting: number;
  isSettled: boolean;
}

/** How tasks are shared. */
export interface SharedTasksOptions {
  /** Keep what a task returned and give it to later callers; failures are never kept. False by default. */
  readonly keepResults?: boolean | undefined;
  /**
   * Milliseconds for which the last caller, after aborting a task, waits for it to clean up; 2000 by default. With 0
   * the caller hears of the abort at once.
   */
  readonly cleanupLimit?: number | undefined;
}

/**
 * Lets concurrent callers share one run of a task. A caller whose signal aborts stops waiting; the task continues
 * for the others. When the last caller gives up, the task is aborted.
 */
export class SharedTasks<Shared = unknown> {
  readonly #tasks = new Map<string, Task<Shared>>();
  readonly #keepResults: boolean;
  readonly #cleanupLimit: number;
  #stopped: { readonly reason: unknown } | undefined;

  constructor({ keepResults = false, cleanupLimit = 2000 }: SharedTasksOptions = {}) {
    this.#keepResults = keepResults;
    this.#cleanupLimit = cleanupLimit;
  }

  /**
   * Joins the task that runs under this key, or starts it.
   * @param work Must be the same work for the same key; its signal aborts when no caller waits any longer.
   * @throws what the work throws, the reason of `signal`, or after `stop` its reason.
   */
  async run<Value extends Shared>(
    key: string,
    work: (signal: AbortSignal) => Promise<Value>,
    signal?: AbortSignal | undefined,
  ): Promise<Value> {
    signal?.throwIfAborted();
    if (this.#stopped) throw this.#stopped.reason;
    const task = this.#tasks.get(key) ?? this.#start(key, work);
    task.waiting++;
    try {
      return (await untilAborted(task.promise, signal)) as Value;
    } finally {
      task.waiting--;
      if (task.waiting === 0 && !task.isSettled) {
        // Forgotten at once: a new caller starts again instead of joining a task that is being aborted.
        this.#forget(key, task);
        task.controller.abort(signal?.reason);
        await settledWithin(this.#cleanupLimit, task.promise);
      }
    }
  }

  /**
   * Aborts what still runs, for all who wait, waits until it has ended, and returns the results that were kept.
   * `run` is refused with the same reason from now on.
   */
  async stop(reason: unknown): Promise<Shared[]> {
    this.#stopped = { reason };
    const tasks = [...this.#tasks.values()];
    for (const { controller, isSettled } of tasks) if (!isSettled) controller.abort(reason);
    const results = await Promise.allSettled(tasks.map(({ promise }) => promise));
    this.#tasks.clear();
    return results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  }

  #start(key: string, work: (signal: AbortSignal) => Promise<Shared>): Task<Shared> {
    const controller = new AbortController();
    const task: Task<Shared> = {
      promise: work(controller.signal),
      controller,
      waiting: 0,
      isSettled: false,
    };
    this.#tasks.set(key, task);
    task.promise.then(
      () => {
        task.isSettled = true;
        if (!this.#keepResults) this.#forget(key, task);
      },
      () => {
        task.isSettled = true;
        this.#forget(key, task);
      },
    );
    return task;
  }

  #forget(key: string, task: Task<Shared>): void {
    if (this.#tasks.get(key) === task) this.#tasks.delete(key);
  }
}

async function settledWithin(limit: number, promise: Promise<unknown>): Promise<void> {
  if (limit === 0) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limit);
  });
  await Promise.race([promise.then(ignore, ignore), timeout]);
  clearTimeout(timer);
}

const ignore = () => {};
