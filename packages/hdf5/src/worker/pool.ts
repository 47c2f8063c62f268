import { leaveProcessAlone } from "./limits.ts";
import type { StartWorker } from "./link.ts";
import { WorkerThread } from "./thread.ts";

export interface PoolLimits {
  /** Workers at most; more files than that share them. */
  readonly workers: number;
  /** Milliseconds for which one worker without files is kept for the next file. */
  readonly idle: number;
}

/** Workers that files are read in: each file in its own one as far as there are enough. */
export class WorkerPool {
  readonly #start: StartWorker;
  readonly #limits: PoolLimits;
  #threads: WorkerThread[] = [];

  constructor(start: StartWorker, limits: PoolLimits) {
    this.#start = start;
    this.#limits = limits;
  }

  /** The worker for one more file, to be given back with `release`. */
  acquire(): WorkerThread {
    this.#threads = this.#threads.filter(({ isEnded }) => !isEnded);
    const [first, ...others] = this.#threads;
    const freest = first && others.reduce((best, one) => (one.files < best.files ? one : best), first);
    const isWanted = !freest || (freest.files > 0 && this.#threads.length < this.#limits.workers);
    const thread = isWanted ? this.#add() : freest;
    thread.files++;
    return thread;
  }

  /** A file has left the worker. */
  release(thread: WorkerThread): void {
    thread.files--;
    if (thread.files > 0 || thread.isEnded) return;
    const isSpare = this.#threads.some((one) => one !== thread && one.files === 0 && !one.isEnded);
    if (isSpare || this.#limits.idle === 0) {
      thread.end();
      return;
    }
    const timer = setTimeout(() => {
      if (thread.files === 0) thread.end();
    }, this.#limits.idle);
    leaveProcessAlone(timer);
  }

  #add(): WorkerThread {
    const thread = new WorkerThread(this.#start());
    this.#threads.push(thread);
    return thread;
  }
}
