/**
 * Answers that are worked out once, on first use, and shared by concurrent callers. A failure is not kept: the
 * next caller tries again. One caller's abort ends its own waiting, not the work that others share.
 */
export class Once {
  private readonly answers = new Map<string, Promise<unknown>>();

  get<T>(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    let answer = this.answers.get(key) as Promise<T> | undefined;
    if (!answer) {
      answer = work();
      this.answers.set(key, answer);
      answer.catch(() => this.answers.delete(key));
    }
    return signal ? abortable(answer, signal) : answer;
  }

  clear(): void {
    this.answers.clear();
  }
}

/** The promise's outcome, or the signal's reason where that comes first. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** Lets others have their turn in the middle of long work. */
export function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
