/** How a failed request is asked again: exponential backoff with full jitter, all times in milliseconds. */
export interface RetryOptions {
  /** Tries in all, the first included; 4 by default, 1 never asks again. */
  readonly tries?: number | undefined;
  /** Longest delay before the second try; it doubles with each further one; 500 by default. */
  readonly baseDelay?: number | undefined;
  /** Longest delay that this reaches; 20,000 by default. */
  readonly maxDelay?: number | undefined;
  /** Longest time that a server's Retry-After is waited for; 60,000 by default. */
  readonly maxRetryAfter?: number | undefined;
}
