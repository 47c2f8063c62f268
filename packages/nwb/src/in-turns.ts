import type { Steps } from "@ecephys/analysis/internal";
import type { OptionNames } from "@ecephys/files";
import { SIGNAL_OPTIONS, type SignalOptions } from "./options.ts";
import { yieldToEventLoop } from "./yield-to-event-loop.ts";

/** How far an analysis is. */
export interface AnalysisProgress {
  /** 0 to 1. */
  readonly fraction: number;
}

/** What the methods that analyse spikes take besides the analysis' own options. */
export interface AnalysisCallOptions extends SignalOptions {
  /** Called some times a second while a long analysis runs. */
  readonly onProgress?: ((progress: AnalysisProgress) => void) | undefined;
}

export const ANALYSIS_CALL_OPTIONS: OptionNames<AnalysisCallOptions> = {
  ...SIGNAL_OPTIONS,
  onProgress: true,
};

/** Milliseconds of work after which others have their turn. */
const TURN = 50;

/** The result of an analysis that lets timers, input and other callers run while it works. */
export async function inTurns<Result>(
  steps: Steps<Result>,
  { signal, onProgress }: AnalysisCallOptions,
): Promise<Result> {
  let begun = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - begun < TURN) continue;
    onProgress?.({ fraction: step.value });
    await yieldToEventLoop();
    signal?.throwIfAborted();
    begun = performance.now();
  }
}
