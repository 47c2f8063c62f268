import { onAbort } from "./on-abort.ts";

/**
 * Waits for promises that are worth something only together: when one fails, the others are aborted and waited
 * for, so that no work continues after the call, and the first failure is thrown.
 */
export async function allOrNone<Values extends readonly unknown[]>(
  signal: AbortSignal | undefined,
  start: (signal: AbortSignal) => { [At in keyof Values]: Promise<Values[At]> },
): Promise<Values> {
  const controller = new AbortController();
  // Not AbortSignal.any: a signal that only its sources know may be garbage-collected before it aborts.
  const release = onAbort(signal, () => controller.abort(signal?.reason));
  if (signal?.aborted) controller.abort(signal.reason);
  const promises = start(controller.signal);
  try {
    return (await Promise.all(promises)) as unknown as Values;
  } catch (error) {
    controller.abort(error);
    await Promise.allSettled(promises);
    throw error;
  } finally {
    release();
  }
}
