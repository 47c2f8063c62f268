interface Listening {
  readonly runs: Set<() => void>;
  end(): void;
}

const LISTENING = new WeakMap<AbortSignal, Listening>();

/**
 * Runs `run` when the signal aborts; gives back what takes that off again. One listener per signal serves all:
 * many transfers may share a signal, and Node warns of a leak from the eleventh listener on.
 */
export function onAbort(signal: AbortSignal | undefined, run: () => void): () => void {
  if (!signal) return () => {};
  const listening = LISTENING.get(signal) ?? listen(signal);
  const own = () => run();
  listening.runs.add(own);
  return () => {
    if (listening.runs.delete(own) && listening.runs.size === 0) listening.end();
  };
}

function listen(signal: AbortSignal): Listening {
  const runs = new Set<() => void>();
  const runAll = () => {
    for (const run of [...runs]) run();
  };
  const listening: Listening = {
    runs,
    end() {
      signal.removeEventListener("abort", runAll);
      if (LISTENING.get(signal) === listening) LISTENING.delete(signal);
    },
  };
  LISTENING.set(signal, listening);
  signal.addEventListener("abort", runAll, { once: true });
  return listening;
}
