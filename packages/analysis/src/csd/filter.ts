import { type BandPassOptions, bandPassRows } from "../numeric/band-pass.ts";
import type { TrialLfp } from "./arrays.ts";

/** The LFP of trials, band-passed along time; see `bandPass` for the filter. */
export function filterTrials(lfp: TrialLfp, options: BandPassOptions): TrialLfp {
  return { ...lfp, data: bandPassRows(lfp.data, lfp.shape[2], options, "Filtering LFP") };
}
