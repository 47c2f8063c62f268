import { untilAborted } from "@ecephys/files/internal";

/**
 * Long work that several callers wait for, as fetching a file: it goes on as long as one of them waits, and
 * ends when the last one gives up.
 */
export class SharedWork<T> {
  readonly result: Promise<T>;
  private readonly abort = new AbortController();
  private waiting = 0;
  private isSettled = false;

  /** @param failed Told when the work has failed or was given up, so that nobody joins it any more. */
  constructor(work: (signal: AbortSignal) => Promise<T>, failed: () => void) {
    this.result = work(this.abort.signal);
    this.result.catch(failed).finally(() => {
      this.isSettled = true;
    });
    this.abort.signal.addEventListener("abort", failed);
  }

  /** Ends the work for all who wait, unless it is done. */
  cancel(reason: unknown): void {
    if (!this.isSettled) this.abort.abort(reason);
  }

  /** Waits for the result, or for the signal. */
  async join(signal?: AbortSignal): Promise<T> {
    if (!signal) {
      this.waiting += 1;
      return this.result;
    }
    signal.throwIfAborted();
    this.waiting += 1;
    const leave = () => {
      this.waiting -= 1;
      if (this.waiting === 0 && !this.isSettled) this.abort.abort(signal.reason);
    };
    signal.addEventListener("abort", leave, { once: true });
    try {
      return await untilAborted(this.result, signal);
    } finally {
      signal.removeEventListener("abort", leave);
    }
  }
}
