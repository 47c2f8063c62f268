import { EcephysError } from "@ecephys/files";

/** Numbers of several dimensions, flat in C order. */
export interface NumberArray {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** LFP around several onsets: trial × channel × sample. */
export interface TrialLfp {
  readonly data: Float64Array;
  readonly shape: readonly [trials: number, channels: number, samples: number];
}

/** What the lengths of `TrialLfp` count, for messages. */
export const TRIAL_DIMS = ["trials", "channels", "samples"];

/** Where channels lie, µm. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The error for parts that do not belong together. */
export function mismatch(action: string, resource: string, reason: string): EcephysError {
  return new EcephysError("argument", { action, resource, reason });
}
