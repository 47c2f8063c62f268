import { requireShape } from "../lists.ts";
import { type BandPassOptions, bandPassRows } from "../numeric/band-pass.ts";
import { TRIAL_DIMS, type TrialLfp } from "./arrays.ts";

/** The LFP of trials, band-passed along time; see `bandPass` for the filter. */
export function filterTrials(lfp: TrialLfp, options: BandPassOptions): TrialLfp {
  requireShape("Filtering LFP", "the LFP", lfp, TRIAL_DIMS);
  return { ...lfp, data: bandPassRows(lfp.data, lfp.shape[2], options, "Filtering LFP") };
}
