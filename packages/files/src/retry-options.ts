/** How a failed request is retried: exponential backoff with full jitter, all times in milliseconds. */
export interface RetryOptions {
  /** Total number of tries, including the first; 4 by default, 1 never retries. */
  readonly tries?: number | undefined;
  /** Longest delay before the second try; it doubles with each further one; 500 by default. */
  readonly baseDelay?: number | undefined;
  /** Longest delay that this reaches; 20,000 by default. */
  readonly maxDelay?: number | undefined;
  /** Longest time that a server's Retry-After is waited for; 60,000 by default. */
  readonly maxRetryAfter?: number | undefined;
}
