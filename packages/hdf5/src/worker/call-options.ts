import { argumentChecks, type OptionNames } from "@ecephys/files";
import type { Hdf5CallOptions, Hdf5PrefetchOptions, Hdf5ReadOptions, Hdf5WalkOptions } from "../model.ts";

const CALL_OPTIONS: OptionNames<Hdf5CallOptions> = { signal: true, timeLimit: true };
export const PREFETCH_OPTIONS: OptionNames<Hdf5PrefetchOptions> = { ...CALL_OPTIONS, without: true };
export const READ_OPTIONS: OptionNames<Hdf5ReadOptions> = {
  ...CALL_OPTIONS,
  ranges: true,
  bigints: true,
  columns: true,
  memory: true,
};
export const WALK_OPTIONS: OptionNames<Hdf5WalkOptions> = {
  ...CALL_OPTIONS,
  attributes: true,
  without: true,
};

/** Made once: a file is read in many small pieces. */
export const READING_CHECKS = argumentChecks("Reading an HDF5 file");

/** @throws an EcephysError "argument" for anything but options. */
export function checked(options: Hdf5CallOptions): Hdf5CallOptions {
  const checks = READING_CHECKS;
  const { timeLimit } = checks.knownOptions(options, CALL_OPTIONS);
  checks.number("timeLimit", timeLimit);
  if (timeLimit !== undefined && !(timeLimit > 0))
    throw checks.refusal("timeLimit", timeLimit, "milliseconds above 0");
  return options;
}
