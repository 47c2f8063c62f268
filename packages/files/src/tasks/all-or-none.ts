/**
 * Waits for promises that are worth something only together: when one fails, the others are aborted and waited
 * for, so that no work continues after the call, and the first failure is thrown.
 */
export async function allOrNone<Values extends readonly unknown[]>(
  signal: AbortSignal | undefined,
  start: (signal: AbortSignal) => { [At in keyof Values]: Promise<Values[At]> },
): Promise<Values> {
  const controller = new AbortController();
  const inner = signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]);
  const promises = start(inner);
  try {
    return (await Promise.all(promises)) as unknown as Values;
  } catch (error) {
    controller.abort(error);
    await Promise.allSettled(promises);
    throw error;
  }
}
