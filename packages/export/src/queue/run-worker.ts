import { argumentChecks, type CacheStorage, isEcephysError, type OptionNames } from "@ecephys/files";
import { messageOf, onAbort, sleep } from "@ecephys/files/internal";
import type { ExportKind } from "../kinds/types.ts";
import { writeManifest } from "../output/manifest.ts";
import type { SessionCache } from "../plan/cache.ts";
import { type RunSummary, summaryOf, type TaskResult } from "../run/result.ts";
import { Runner, type TaskProgress } from "../run/runner.ts";
import type { TaskLease, TaskQueue } from "./task-queue.ts";

/** How a worker works. */
export interface RunWorkerOptions {
  /** How many tasks are worked on at once; 1 by default. */
  readonly concurrency?: number | undefined;
  /** Whether the worker ends when the queue has no task left, neither waiting nor being worked on; false by default: it waits for more. */
  readonly untilEmpty?: boolean | undefined;
  /** Milliseconds after which a queue that had nothing is asked again; 2,000 by default. */
  readonly pollInterval?: number | undefined;
  /** As in `runTasks`. */
  readonly stream?: boolean | undefined;
  readonly dataset?: string | undefined;
  readonly tasks?: readonly ExportKind[] | undefined;
  /** Called with the result of each task, before the queue is told. */
  readonly onResult?: ((result: TaskResult) => void) | undefined;
  readonly onProgress?: ((progress: TaskProgress) => void) | undefined;
  /** Called when the queue cannot be reached, and when it can again. `console.warn` by default. */
  readonly onWarning?: ((message: string) => void) | undefined;
  /** Ends the worker: the tasks it works on are given back. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<RunWorkerOptions> = {
  concurrency: true,
  untilEmpty: true,
  pollInterval: true,
  stream: true,
  dataset: true,
  tasks: true,
  onResult: true,
  onProgress: true,
  onWarning: true,
  signal: true,
};
const DEFAULT_POLL = 2000;
const LONGEST_WAIT = 30_000;
/** The least and the most that the maker of a file on another host may be silent: three signs of life, and as by default. */
const LEAST_SILENCE = 15_000;
const MOST_SILENCE = 45_000;
const checks = argumentChecks("Running a worker");

/**
 * Takes tasks from a queue and runs them, until it is stopped, or with `untilEmpty` until none is left. Any number of
 * workers on any number of hosts may serve one queue; they share the datasets' directories. A worker that dies is no loss:
 * its lease ends, and another takes its task over. While the queue cannot be reached, tasks under way are finished, and the
 * queue is asked again until it answers.
 * @returns what came of the tasks that this worker ran.
 * @throws an EcephysError "argument" for options that are wrong; the signal's reason.
 */
export async function runWorker(
  cache: SessionCache,
  queue: TaskQueue,
  options: RunWorkerOptions = {},
): Promise<RunSummary> {
  const { concurrency = 1, pollInterval = DEFAULT_POLL } = checks.knownOptions(options, OPTIONS);
  checks.count("the option concurrency", concurrency);
  checks.positive("the option pollInterval", pollInterval, "milliseconds");
  for (const name of ["stream", "untilEmpty"] as const) checks.flag(`the option ${name}`, options[name]);
  const { signal = new AbortController().signal } = options;
  const worker = new Worker(cache, queue, options, pollInterval, signal);
  await Promise.all(Array.from({ length: concurrency }, () => worker.work()));
  return summaryOf(worker.results);
}

class Worker {
  readonly results: TaskResult[] = [];
  readonly #cache: SessionCache;
  readonly #queue: TaskQueue;
  readonly #options: RunWorkerOptions;
  readonly #poll: number;
  readonly #signal: AbortSignal;
  readonly #runner: Runner;
  /** Datasets that have files which their manifests do not list yet. */
  readonly #grown = new Map<string, CacheStorage>();
  #isLost = false;

  constructor(
    cache: SessionCache,
    queue: TaskQueue,
    options: RunWorkerOptions,
    poll: number,
    signal: AbortSignal,
  ) {
    this.#cache = cache;
    this.#queue = queue;
    this.#options = options;
    this.#poll = poll;
    this.#signal = signal;
    this.#runner = new Runner(cache, options);
  }

  /** One of the worker's lanes: one task after the other. */
  async work(): Promise<void> {
    for (;;) {
      const lease = await this.#asked(() => this.#queue.take());
      if (lease === undefined) await this.#listGrown();
      if (lease !== undefined) await this.#handle(lease);
      else if (this.#options.untilEmpty && (await this.#isEmpty())) return;
      else await sleep(this.#poll, this.#signal);
    }
  }

  /** Manifests are written when there is nothing else to do: each is made of all files of its dataset. */
  async #listGrown(): Promise<void> {
    const datasets = [...this.#grown.values()];
    this.#grown.clear();
    for (const storage of datasets) await writeManifest(storage, this.#signal);
  }

  async #isEmpty(): Promise<boolean> {
    const { active, waiting } = await this.#asked(() => this.#queue.counts());
    return active + waiting === 0;
  }

  async #handle(lease: TaskLease): Promise<void> {
    const own = new AbortController();
    const release = onAbort(this.#signal, () => own.abort(this.#signal.reason));
    const stopRenewing = this.#renewing(lease, own);
    try {
      const result = await this.#run(lease, own.signal);
      this.results.push(result);
      this.#options.onResult?.(result);
      const { error } = result;
      if (error === undefined) {
        await this.#asked(() => lease.done(result));
        const { storage } = this.#runner.here(lease.task);
        this.#grown.set(storage.location, storage);
      } else await this.#asked(() => lease.failed(error, { retry: result.retryable === true }));
    } catch (error) {
      if (this.#signal.aborted) {
        // Another worker need not wait for the lease to end.
        await lease.release().catch(() => {});
        throw this.#signal.reason;
      }
      // The lease is another's now, or the task was cancelled: whoever has it goes on.
      if (!own.signal.aborted) throw error;
    } finally {
      stopRenewing();
      release();
    }
  }

  async #run({ lasts, task }: TaskLease, signal: AbortSignal): Promise<TaskResult> {
    const settled = await this.#runner.settled(task, signal, new Map());
    if (settled !== undefined) return settled;
    // As long as its lease: whoever had the task before has been silent for that time already.
    const limits = { silence: Math.min(MOST_SILENCE, Math.max(LEAST_SILENCE, lasts)) };
    if (task.session === undefined) return this.#runner.run(task, undefined, signal, limits);
    const { stream } = this.#options;
    let session: Awaited<ReturnType<SessionCache["getSessionData"]>>;
    try {
      session = await this.#cache.getSessionData(task.session, { ...task.filters, stream, signal });
    } catch (error) {
      return this.#runner.unopened(task, error, signal);
    }
    try {
      return await this.#runner.run(task, session, signal, limits);
    } finally {
      await session.close();
    }
  }

  /** Renews the lease while the task is worked on; a queue that cannot be reached is asked again at the next turn. */
  #renewing(lease: TaskLease, own: AbortController): () => void {
    let isAsking = false;
    const turn = async () => {
      if (isAsking) return;
      isAsking = true;
      try {
        if (!(await lease.renew()))
          own.abort(new DOMException("the task is not this worker's any more", "AbortError"));
      } catch {
        // The queue is away; the task is finished in any case, and its file renamed into place.
      } finally {
        isAsking = false;
      }
    };
    const timer = setInterval(() => void turn(), lease.lasts / 3);
    return () => clearInterval(timer);
  }

  /** What the queue answers, however long it takes to come back. */
  async #asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const { onWarning = console.warn } = this.#options;
    for (let wait = this.#poll; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      this.#signal.throwIfAborted();
      try {
        const answer = await ask();
        if (this.#isLost) onWarning(`${this.#queue.location} can be reached again.`);
        this.#isLost = false;
        return answer;
      } catch (error) {
        if (isEcephysError(error) && !error.retryable) throw error;
        if (!this.#isLost) onWarning(`${messageOf(error)} Asking again until it answers.`);
        this.#isLost = true;
        await sleep(wait, this.#signal);
      }
    }
  }
}
