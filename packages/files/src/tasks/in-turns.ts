import { nextTurn } from "./turns.ts";

/** Work in steps, between which its caller may do other work: yields which part of it is done, 0 to 1. */
export type Steps<Result> = Generator<number, Result, void>;

/** How far the work is. */
export interface StepsProgress {
  /** 0 to 1. */
  readonly fraction: number;
}

/** What work in turns takes besides its own options. */
export interface TurnOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called some times a second while long work runs. */
  readonly onProgress?: ((progress: StepsProgress) => void) | undefined;
}

/** Milliseconds of work after which others have their turn. */
const TURN = 25;

/** The result of work that lets timers, input and other callers run while it works. */
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
