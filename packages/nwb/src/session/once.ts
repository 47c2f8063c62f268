import { SharedWork } from "./shared-work.ts";

/**
 * Answers that are worked out once, on first use, and shared by concurrent callers. A failure is not kept: the
 * next caller tries again. The work ends early only when all who wait for it have given up.
 */
export class Once {
  private readonly answers = new Map<string, SharedWork<unknown>>();

  get<T>(key: string, work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    let answer = this.answers.get(key) as SharedWork<T> | undefined;
    if (!answer) {
      const forget = () => {
        if (this.answers.get(key) === answer) this.answers.delete(key);
      };
      answer = new SharedWork(work, forget);
      this.answers.set(key, answer);
    }
    return answer.join(signal);
  }

  clear(): void {
    this.answers.clear();
  }
}
