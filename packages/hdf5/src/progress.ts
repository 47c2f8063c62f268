/** How a long read cooperates with its worker, between its parts. */
export interface Progress {
  /** Reports that work is progressing; call it often. */
  report(): void;
  /**
   * Lets the worker process its messages from time to time.
   * @throws the reason why the read was ended.
   */
  pause(): Promise<void>;
  /** Does a step of the work, and does it again when bytes are there that it lacked. */
  step<Result>(work: () => Result | Promise<Result>): Promise<Result>;
}

/** A read that is not monitored and runs to its end. */
export const UNWATCHED: Progress = { report() {}, async pause() {}, step: async (work) => work() };

/** Milliseconds of work after which a worker reports progress. */
const REPORTS = 1000;
/** Milliseconds of work after which a worker checks its messages. */
const PAUSES = 50;

/** The progress of one request in a worker. `isCancelled` is checked after each pause. */
export function watchedProgress(
  tell: () => void,
  nextTurn: () => Promise<void>,
  isCancelled: () => boolean,
  step: Progress["step"],
): Progress {
  let told = performance.now();
  let paused = told;
  return {
    step,
    report() {
      const now = performance.now();
      if (now - told < REPORTS) return;
      told = now;
      tell();
    },
    async pause() {
      this.report();
      if (performance.now() - paused < PAUSES) return;
      await nextTurn();
      paused = performance.now();
      if (isCancelled()) throw new Error("the read was cancelled");
    },
  };
}

/** Waits until pending messages are processed; a timer would wait for milliseconds. */
export function messageTurns(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  let resume: (() => void) | undefined;
  port1.onmessage = () => resume?.();
  return () =>
    new Promise((resolve) => {
      resume = resolve;
      port2.postMessage(undefined);
    });
}
