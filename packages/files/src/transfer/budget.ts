import { isEcephysError } from "../errors.ts";
import { type RetryOptions, retryDelay } from "../http/retry.ts";
import { sleep } from "../tasks/sleep.ts";
import type { DownloadEvent } from "./events.ts";

/** How many failures in all one file may have, as a multiple of those in a row. */
const FAILURES_IN_ALL = 25;

/**
 * What one file may cost in failures: `tries` in a row without a single byte, and many more in all, so that a
 * line that breaks every minute still downloads a large file. Parallel ranges of a file share it.
 */
export class RetryBudget {
  readonly #options: RetryOptions;
  readonly #tries: number;
  readonly #onEvent: (event: DownloadEvent) => void;
  #inRow = 0;
  #inAll = 0;
  /** What failed last. */
  lastError: unknown;

  constructor(options: RetryOptions, onEvent: (event: DownloadEvent) => void) {
    this.#options = options;
    this.#tries = options.tries ?? 4;
    this.#onEvent = onEvent;
  }

  /** Bytes came. */
  progressed(): void {
    this.#inRow = 0;
  }

  /** Waits before the next try. @throws the error where there is none left, or where trying again cannot help. */
  async failed(error: unknown, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    this.lastError = error;
    this.#inRow++;
    this.#inAll++;
    const exhausted = this.#inRow >= this.#tries || this.#inAll >= this.#tries * FAILURES_IN_ALL;
    if (this.#tries <= 1 || exhausted || !isEcephysError(error) || !error.retryable) throw error;
    const delay = retryDelay(this.#inRow, error.retryAfter, this.#options);
    this.#onEvent({ type: "retrying", error, failures: this.#inAll, delay });
    await sleep(delay, signal);
  }
}
