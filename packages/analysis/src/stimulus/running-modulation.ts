import { requireLists } from "../lists.ts";
import { mean } from "../numeric/moments.ts";
import { welchTTest } from "../numeric/t-test.ts";

/** How a unit's responses differ between running and rest. */
export interface RunningModulation {
  /** The two-sided p value of Welch's t test; NaN where it cannot be tested. */
  readonly pValue: number;
  /** (a - b) / max(a, b) of the mean responses running (a) and at rest (b): -1 to 1; NaN where it is not known. */
  readonly modulation: number;
}

const UNKNOWN: RunningModulation = { pValue: Number.NaN, modulation: Number.NaN };

/**
 * Compares responses while the animal ran with those at rest. A presentation counts as running at the threshold or
 * faster; one of unknown speed, or of backward motion, counts as rest, as in AllenSDK.
 * @param responses of one unit, one per presentation.
 * @param speeds cm/s, one per presentation.
 * @param threshold cm/s; 1 by default.
 * @returns NaN for fewer than two presentations of either kind, without any response, and for lists of different
 * lengths.
 */
export function runningModulation(
  responses: ArrayLike<number>,
  speeds: ArrayLike<number>,
  threshold = 1,
): RunningModulation {
  requireLists("Comparing running with rest", { responses, speeds });
  if (responses.length !== speeds.length) return UNKNOWN;
  let count = 0;
  for (let i = 0; i < speeds.length; i++) if (speeds[i]! >= threshold) count++;
  const running = new Float64Array(count);
  const resting = new Float64Array(responses.length - count);
  for (let i = 0, a = 0, b = 0; i < responses.length; i++)
    if (speeds[i]! >= threshold) running[a++] = responses[i]!;
    else resting[b++] = responses[i]!;
  if (running.length < 2 || resting.length < 2) return UNKNOWN;
  const [a, b] = [mean(running), mean(resting)];
  if (a === 0 && b === 0) return UNKNOWN;
  return {
    pValue: welchTTest(running, resting),
    modulation: (a - b) / Math.max(a, b),
  };
}
