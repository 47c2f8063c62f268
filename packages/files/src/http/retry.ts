import { isEcephysError } from "../errors.ts";
import type { RetryOptions } from "../retry-options.ts";
import { sleep } from "../tasks/sleep.ts";

export type { RetryOptions } from "../retry-options.ts";

const DEFAULTS = { tries: 4, baseDelay: 500, maxDelay: 20_000, maxRetryAfter: 60_000 };

/**
 * Runs `attempt` until it succeeds, fails with an error that is not `retryable`, or has used up its tries (the
 * last error is thrown). Waits between tries; an abort ends the wait with the signal's reason.
 */
export async function retrying<T>(
  attempt: () => Promise<T>,
  options: RetryOptions = {},
  signal?: AbortSignal | undefined,
): Promise<T> {
  const tries = options.tries ?? DEFAULTS.tries;
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(failures < tries) || !isEcephysError(error) || !error.retryable) throw error;
      await sleep(retryDelay(failures, error.retryAfter, options), signal);
    }
  }
}

/** Milliseconds to wait after so many failures: what the server asked for, else backoff with full jitter. */
export function retryDelay(
  failures: number,
  retryAfter: number | undefined,
  options: RetryOptions = {},
  random: () => number = Math.random,
): number {
  if (retryAfter !== undefined) return Math.min(retryAfter, options.maxRetryAfter ?? DEFAULTS.maxRetryAfter);
  const backoff = (options.baseDelay ?? DEFAULTS.baseDelay) * 2 ** (failures - 1);
  return random() * Math.min(backoff, options.maxDelay ?? DEFAULTS.maxDelay);
}
