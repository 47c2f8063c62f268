import { onAbort } from "./on-abort.ts";

interface Running {
  readonly promise: Promise<unknown>;
  readonly controller: AbortController;
  waiting: number;
}

/** How long an aborted task may take to tidy up before its last caller is let go; milliseconds. */
const TIDY_LIMIT = 2000;

/**
 * Lets concurrent callers share one run of a task. A caller whose signal aborts stops waiting; the task goes
 * on for the others. It is aborted when the last one gives up, who waits until it has tidied up after itself.
 */
export class SharedTasks {
  readonly #running = new Map<string, Running>();

  /**
   * Joins the task that runs under this key, or starts it.
   * @param task Must be the same work for the same key; its signal aborts when nobody waits any more.
   * @throws what the task throws, or the reason of `signal`.
   */
  async run<Value>(
    key: string,
    task: (signal: AbortSignal) => Promise<Value>,
    signal?: AbortSignal | undefined,
  ): Promise<Value> {
    signal?.throwIfAborted();
    const running = this.#running.get(key) ?? this.#start(key, task);
    running.waiting++;
    try {
      return (await untilAborted(running.promise, signal)) as Value;
    } finally {
      running.waiting--;
      if (running.waiting === 0 && this.#running.get(key) === running) {
        // Forgotten at once: a new caller starts anew instead of joining a task that is being aborted.
        this.#running.delete(key);
        running.controller.abort(signal?.reason);
        await settled(running.promise);
      }
    }
  }

  #start(key: string, task: (signal: AbortSignal) => Promise<unknown>): Running {
    const controller = new AbortController();
    const promise = task(controller.signal);
    const running: Running = { promise, controller, waiting: 0 };
    this.#running.set(key, running);
    promise.then(
      () => this.#forget(key, running),
      () => this.#forget(key, running),
    );
    return running;
  }

  #forget(key: string, running: Running): void {
    if (this.#running.get(key) === running) this.#running.delete(key);
  }
}

async function settled(promise: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, TIDY_LIMIT);
  });
  await Promise.race([promise.then(ignore, ignore), limit]);
  clearTimeout(timer);
}

const ignore = () => {};

/** Waits for a promise, but no longer than until the signal aborts: then its reason is thrown. */
export async function untilAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<Value> {
  if (signal === undefined) return promise;
  // Nobody else looks at it any more, however it ends.
  promise.catch(ignore);
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = onAbort(signal, () => reject(signal.reason));
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    stop();
  }
}
