import type { Steps } from "@ecephys/files/internal";

export type { Steps };

/** The result of an analysis, all steps at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
