import { argumentChecks, EcephysError, type OptionNames } from "@ecephys/files";
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
 * Signals band-passed forwards and backwards by Butterworth's filter: no delay, and the amplitude halved at the edges of
 * the band.
 * @param signals of equal length, one after the other.
 * @param length of each; more than 3·(2·order + 1) samples.
 * @throws an EcephysError "argument" for shorter signals, and for bands beyond half the sampling rate.
 */
export function bandPassRows(
  signals: Float64Array,
  length: number,
  options: BandPassOptions,
  action: string,
): Float64Array {
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
  const filtered = new Float64Array(signals.length);
  for (let at = 0; at < signals.length; at += length)
    filtered.set(filterForwardsAndBackwards(signals.subarray(at, at + length), sections, padding), at);
  return filtered;
}
