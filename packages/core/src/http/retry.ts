/** How a failed request is asked again: exponential backoff with full jitter, all times in milliseconds. */
export interface RetryOptions {
  /** Tries in all, the first included; 4 by default, 1 never asks again. */
  readonly tries?: number | undefined;
  /** Longest delay before the first new try; doubles with each; 500 by default. */
  readonly baseDelay?: number | undefined;
  /** Longest delay that backoff reaches; 20,000 by default. */
  readonly maxDelay?: number | undefined;
  /** Longest Retry-After of a server that is waited for; a longer one is a failure; 120,000 by default. */
  readonly maxRetryAfter?: number | undefined;
}
