import { requireShape } from "../lists.ts";
import { type BandPassOptions, bandPassFilter } from "../numeric/band-pass.ts";
import { finish, type Steps, within } from "../steps.ts";
import { TRIAL_DIMS, type TrialLfp } from "./arrays.ts";

const ACTION = "Filtering LFP";

/** The LFP of trials, band-passed along time; see `bandPass` for the filter. */
export function filterTrials(lfp: TrialLfp, options: BandPassOptions): TrialLfp {
  return finish(filterTrialSteps(lfp, options));
}

/** `filterTrials` channel by channel. */
export function* filterTrialSteps(lfp: TrialLfp, options: BandPassOptions): Steps<TrialLfp> {
  requireShape(ACTION, "the LFP", lfp, TRIAL_DIMS);
  const [trials, channels, samples] = lfp.shape;
  const filter = bandPassFilter(samples, options, ACTION);
  const data = new Float64Array(lfp.data.length);
  const rows = trials * channels;
  for (let row = 0; row < rows; row++) {
    const at = row * samples;
    const filtered = filter(lfp.data.subarray(at, at + samples));
    data.set(yield* within(row / rows, (row + 1) / rows, filtered), at);
  }
  return { ...lfp, data };
}
