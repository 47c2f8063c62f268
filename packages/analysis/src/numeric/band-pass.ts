import { argumentChecks, EcephysError, type OptionNames } from "@ecephys/files";
import type { Steps } from "../steps.ts";
import { butterworthBandPass, filterForwardsAndBackwards } from "./butterworth.ts";

/** The band that is kept. */
export interface BandPassOptions {
  /** Hz. */
  readonly samplingRate: number;
  /** Hz, [from, to]; [5, 150] by default. */
  readonly band?: readonly [from: number, to: number] | undefined;
  /** Of the Butterworth prototype; 5 by default. */
  readonly order?: number | undefined;
}

export const BAND_PASS_OPTIONS: OptionNames<BandPassOptions> = {
  samplingRate: true,
  band: true,
  order: true,
};

/**
 * Band-passes one signal: no delay, and the amplitude halved at the edges of the band. The result is good until the next
 * signal is filtered.
 */
export type BandPass = (signal: Float64Array) => Steps<Float64Array>;

/**
 * Butterworth's filter, forwards and backwards, for signals of a length.
 * @param length more than 3·(2·order + 1) samples.
 * @throws an EcephysError "argument" for shorter signals, and for bands beyond half the sampling rate.
 */
export function bandPassFilter(length: number, options: BandPassOptions, action: string): BandPass {
  const checks = argumentChecks(action);
  const { samplingRate, band = [5, 150], order = 5 } = checks.knownOptions(options, BAND_PASS_OPTIONS);
  checks.positive("samplingRate", checks.required("samplingRate", samplingRate, "a rate in Hz"), "Hz");
  checks.count("order", order, 1, 20);
  const [from, to] = checks.range("band", band)!;
  if (!(from > 0 && to > from && to < samplingRate / 2))
    throw checks.refusal("band", band, `a band between 0 and ${samplingRate / 2} Hz`);
  const padding = 3 * (2 * order + 1);
  if (length <= padding)
    throw new EcephysError("argument", {
      action,
      resource: `signals of ${length} samples`,
      reason: `more than ${padding} are needed to filter them`,
    });
  const sections = butterworthBandPass(order, [from, to], samplingRate);
  const padded = new Float64Array(length + 2 * padding);
  return (signal) => filterForwardsAndBackwards(signal, sections, padded);
}
