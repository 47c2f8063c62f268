import { onAbort } from "@ecephys/files/internal";

/** Does one piece of work; gives back the further work that this found, which is only listed as it is begun. */
export type Task = (stop: AbortSignal) => Promise<Iterable<Task>>;

/**
 * Runs tasks, and those that they find, at most `concurrency` at once. The first failure stops the others and is
 * thrown when all have ended; so is the reason of an abort.
 */
export async function runPool(
  tasks: Iterable<Task>,
  concurrency: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  const queue: Iterator<Task>[] = [];
  /** The next task, in the order in which they were found. */
  const next = (): Task | undefined => {
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      const { done, value } = first.next();
      if (!done) return value;
      queue.shift();
    }
    return undefined;
  };
  queue.push(tasks[Symbol.iterator]());
  const running = new Set<Promise<void>>();
  const stop = new AbortController();
  const release = onAbort(signal, () => stop.abort(signal?.reason));
  const run = async (task: Task) => {
    try {
      queue.push((await task(stop.signal))[Symbol.iterator]());
    } catch (error) {
      // The first reason wins: what fails because of it says nothing new.
      if (!stop.signal.aborted) stop.abort(error);
    }
  };
  try {
    while (!stop.signal.aborted) {
      while (running.size < concurrency) {
        const task = next();
        if (!task) break;
        const done: Promise<void> = run(task).finally(() => running.delete(done));
        running.add(done);
      }
      if (running.size === 0) break;
      await Promise.race(running);
    }
    await Promise.all(running);
  } finally {
    release();
  }
  if (stop.signal.aborted) throw stop.signal.reason;
}
