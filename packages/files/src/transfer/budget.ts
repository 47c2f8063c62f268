import { isEcephysError } from "../errors.ts";
import { type RetryOptions, retryDelay } from "../http/retry.ts";
import { sleep } from "../tasks/sleep.ts";
import type { DownloadEvent } from "./events.ts";

/** Total failures allowed per file, as a multiple of those in a row. */
const FAILURES_IN_ALL = 25;

/**
 * Allowed failures per file: `tries` in a row without a single byte, and many more in total, so that a large
 * file still downloads over a connection that breaks every minute. Parallel ranges of a file share it.
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

  /** Waits before the next try. @throws the error if no tries are left, or a retry cannot help. */
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
