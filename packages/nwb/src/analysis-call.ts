import type { OptionNames } from "@ecephys/files";
import { SIGNAL_OPTIONS, type SignalOptions } from "./options.ts";

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
