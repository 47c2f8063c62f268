/** An analysis in steps, between which its caller may do other work: yields which part of it is done, 0 to 1. */
export type Steps<Result> = Generator<number, Result, void>;

/** The result of an analysis, all steps at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
