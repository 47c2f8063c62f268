const LISTENERS = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Runs `run` when the signal aborts; gives back what takes that off again. One listener a signal serves all:
 * many transfers may share a signal, and Node warns of a leak from the eleventh listener on.
 */
export function onAbort(signal: AbortSignal | undefined, run: () => void): () => void {
  if (!signal) return () => {};
  const listeners = LISTENERS.get(signal) ?? listen(signal);
  const own = () => run();
  listeners.add(own);
  return () => listeners.delete(own);
}

function listen(signal: AbortSignal): Set<() => void> {
  const listeners = new Set<() => void>();
  LISTENERS.set(signal, listeners);
  signal.addEventListener(
    "abort",
    () => {
      for (const run of [...listeners]) run();
    },
    { once: true },
  );
  return listeners;
}
