/** Milliseconds of work after which others have their turn; a page that is kept longer than 100 ms feels stuck. */
const TURN = 16;

let resumed = 0;

/**
 * Between the steps of long work: lets input, timers and other callers run if this thread has worked for a while since
 * it last did. Costs next to nothing otherwise, so that loops over tables and columns may call it at every round.
 */
export async function pause(): Promise<void> {
  // Node takes 2 ms to load the clock that is not set back; where this one is, others have their turn early.
  const worked = Date.now() - resumed;
  if (worked >= 0 && worked < TURN) return;
  await nextTurn();
  resumed = Date.now();
}

/**
 * Lets input, timers and other callers run. Not by a timer where it can be helped: a page that is not in front gets one
 * a second.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") {
      setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
