import { argumentChecks } from "../arguments/checks.ts";
import { sleep } from "../tasks/sleep.ts";

/** Lets bytes pass at a rate; shared by all transfers that together are to keep to it. */
export interface Throttle {
  /** Comes back when so many more bytes may pass. */
  take(bytes: number, signal?: AbortSignal | undefined): Promise<void>;
}

/** How far transfers may run ahead of the rate, in seconds: what a moment saves is not made up for later. */
const BURST = 0.25;

/**
 * Holds several transfers together to so many bytes a second; undefined if there is no limit.
 * @param bytesPerSecond No limit where it is undefined.
 */
export function throttle(bytesPerSecond: number | undefined): Throttle | undefined {
  if (bytesPerSecond === undefined) return undefined;
  argumentChecks("Limiting transfers").positive("bytesPerSecond", bytesPerSecond);
  /** When, in milliseconds of the monotonic clock, the bytes so far will have been due. */
  let due = performance.now();
  return {
    async take(bytes, signal) {
      const now = performance.now();
      due = Math.max(due, now - BURST * 1000) + (bytes / bytesPerSecond) * 1000;
      if (due > now) await sleep(due - now, signal);
    },
  };
}
