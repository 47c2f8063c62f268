import { type ArgumentChecks, argumentChecks, type OptionNames } from "../arguments/checks.ts";
import { isEcephysError } from "../errors.ts";
import type { RetryOptions } from "../retry-options.ts";
import { sleep } from "../tasks/sleep.ts";

export type { RetryOptions } from "../retry-options.ts";

const RETRY_OPTIONS: OptionNames<RetryOptions> = {
  tries: true,
  baseDelay: true,
  maxDelay: true,
  maxRetryAfter: true,
};

const DEFAULTS = { tries: 4, baseDelay: 500, maxDelay: 20_000, maxRetryAfter: 60_000 };

/** @throws an EcephysError "argument" for unknown names, `tries` below 1 and delays that are no numbers. */
export function checkRetry(checks: ArgumentChecks, retry: RetryOptions | undefined): void {
  if (retry === undefined) return;
  const { tries, baseDelay, maxDelay, maxRetryAfter } = checks.knownOptions(
    retry,
    RETRY_OPTIONS,
    "the option retry",
  );
  // Infinity retries forever.
  if (tries !== Infinity) checks.count("the option retry.tries", tries);
  for (const [name, delay] of Object.entries({ baseDelay, maxDelay, maxRetryAfter }))
    checks.number(`the option retry.${name}`, delay);
}

/**
 * Runs `attempt` until it succeeds, fails with an error that is not `retryable`, or has used up its tries (the
 * last error is thrown). Waits between tries; an abort ends the wait with the signal's reason.
 */
export async function retrying<T>(
  attempt: () => Promise<T>,
  options: RetryOptions = {},
  signal?: AbortSignal | undefined,
): Promise<T> {
  checkRetry(argumentChecks("Retrying"), options);
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

/** Milliseconds to wait after so many failures: what the server requested, else backoff with full jitter. */
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
