/** Seconds without progress after which work counts as hanging. */
export const SILENCE_SECONDS = 30;

/** What a timer can wait for at most; longer than any read. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Watches over one piece of work. */
export interface Watch {
  /** The work is getting on. */
  heard(): void;
  stop(): void;
}

/**
 * Calls `silent` after so many seconds in which nothing was heard. Seconds are counted, not measured: while this
 * thread is busy itself, or the machine sleeps, what the worker said waits to be heard.
 */
export function watchSilence(silent: () => void, seconds: number): Watch {
  let quiet = 0;
  const timer = setInterval(() => {
    if (++quiet >= seconds) silent();
  }, 1000);
  leaveProcessAlone(timer);
  return {
    heard() {
      quiet = 0;
    },
    stop: () => clearInterval(timer),
  };
}

/** Calls `over` after so many milliseconds, and not before what has arrived by then is heard. */
export function watchTime(over: () => void, milliseconds: number): Watch {
  if (milliseconds > LONGEST_TIMER) return { heard() {}, stop() {} };
  let timer = setTimeout(() => {
    timer = setTimeout(over, 0);
    leaveProcessAlone(timer);
  }, milliseconds);
  leaveProcessAlone(timer);
  return { heard() {}, stop: () => clearTimeout(timer) };
}

/** A process does not stay alive for the timer; browsers' timers are numbers. */
export function leaveProcessAlone(timer: unknown): void {
  (timer as { unref?(): void }).unref?.();
}
