/** What a long read asks of the worker that it runs in, between its parts. */
export interface Progress {
  /** Tells that work is getting on; to be called often. */
  report(): void;
  /**
   * Lets the worker hear its messages once in a while.
   * @throws what ended the read meanwhile.
   */
  pause(): Promise<void>;
}

/** A read that nobody watches and that runs to its end. */
export const UNWATCHED: Progress = { report() {}, async pause() {} };

/** Milliseconds of work after which a worker tells that it gets on. */
const REPORTS = 1000;
/** Milliseconds of work after which a worker looks at its messages. */
const PAUSES = 50;

/** The progress of one request in a worker. `isCancelled` is asked after each pause. */
export function watchedProgress(
  tell: () => void,
  nextTurn: () => Promise<void>,
  isCancelled: () => boolean,
): Progress {
  let told = performance.now();
  let paused = told;
  return {
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

/** Waits until messages that have come are heard; a timer would wait for milliseconds. */
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
