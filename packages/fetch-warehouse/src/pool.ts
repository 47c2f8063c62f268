import { onAbort } from "@ecephys/files/internal";

/** Does one piece of work; gives back the further work that this found. */
export type Task = (stop: AbortSignal) => Promise<readonly Task[]>;

/**
 * Runs tasks, and those that they find, at most `concurrency` at once. The first failure stops the others and is
 * thrown when all have ended; so is the reason of an abort.
 */
export async function runPool(
  tasks: readonly Task[],
  concurrency: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  const queue = [...tasks];
  const running = new Set<Promise<void>>();
  const stop = new AbortController();
  const release = onAbort(signal, () => stop.abort(signal?.reason));
  const run = async (task: Task) => {
    try {
      queue.push(...(await task(stop.signal)));
    } catch (error) {
      // The first reason wins: what fails because of it says nothing new.
      if (!stop.signal.aborted) stop.abort(error);
    }
  };
  try {
    while (!stop.signal.aborted && queue.length + running.size > 0) {
      while (running.size < concurrency) {
        const task = queue.shift();
        if (!task) break;
        const done: Promise<void> = run(task).finally(() => running.delete(done));
        running.add(done);
      }
      await Promise.race(running);
    }
    await Promise.all(running);
  } finally {
    release();
  }
  if (stop.signal.aborted) throw stop.signal.reason;
}
