import { leaveProcessAlone } from "./limits.ts";
import type { StartWorker } from "./link.ts";
import { WorkerThread } from "./thread.ts";

export interface PoolLimits {
  /** Workers at most. */
  readonly workers: number;
  /** Milliseconds for which one worker without files is kept for the next file. */
  readonly idle: number;
}

/**
 * Workers that files are read in. They share one for as long as its work is short; where it is not, files that are
 * opened or have to wait meanwhile go to another one.
 */
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
    const free = this.#threads.find(({ isOccupied }) => !isOccupied);
    const thread = free ?? (this.#threads.length < this.#limits.workers ? this.#add() : this.#leastFiles());
    thread.files++;
    return thread;
  }

  /** Starts a worker for a file that will be opened, if none is free; it waits for the file for `idle` milliseconds. */
  warm(idle = this.#limits.idle): void {
    this.release(this.acquire(), idle);
  }

  /** A file has left the worker. */
  release(thread: WorkerThread, idle = this.#limits.idle): void {
    thread.files--;
    if (thread.files > 0 || thread.isEnded) return;
    const isSpare = this.#threads.some((one) => one !== thread && one.files === 0 && !one.isEnded);
    if (isSpare || idle === 0) {
      thread.end();
      return;
    }
    const timer = setTimeout(() => {
      if (thread.files === 0) thread.end();
    }, idle);
    leaveProcessAlone(timer);
  }

  #leastFiles(): WorkerThread {
    return this.#threads.reduce((best, one) => (one.files < best.files ? one : best));
  }

  #add(): WorkerThread {
    const thread = new WorkerThread(this.#start());
    this.#threads.push(thread);
    return thread;
  }
}
