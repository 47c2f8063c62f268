import { nextTurn } from "@ecephys/files/internal";
import type { Steps } from "./steps.ts";

/** How far an analysis is. */
export interface AnalysisProgress {
  /** 0 to 1. */
  readonly fraction: number;
}

/** What an analysis in turns takes besides its own options. */
export interface TurnOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called some times a second while a long analysis runs. */
  readonly onProgress?: ((progress: AnalysisProgress) => void) | undefined;
}

/** Milliseconds of work after which others have their turn. */
const TURN = 25;

/** The result of an analysis that lets timers, input and other callers run while it works. */
export async function inTurns<Result>(
  steps: Steps<Result>,
  { signal, onProgress }: TurnOptions,
): Promise<Result> {
  let begun = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - begun < TURN) continue;
    onProgress?.({ fraction: step.value });
    await nextTurn();
    signal?.throwIfAborted();
    begun = performance.now();
  }
}
