import { argumentChecks, EcephysError, type OptionNames } from "@ecephys/files";
import { requireLists } from "../lists.ts";
import { gaussianKernel, smoothMirrored } from "../numeric/gaussian-smoothing.ts";
import { mean, pearson } from "../numeric/moments.ts";

/** How a spike train becomes a smooth rate. */
export interface SmoothedTrainOptions {
  /** Samples per second; 30 by default. */
  readonly samplingRate?: number | undefined;
  /** Seconds; 3.1 by default. */
  readonly duration?: number | undefined;
  /** Standard deviation of the Gaussian, seconds, cut to whole samples; 0.1 by default. */
  readonly smooth?: number | undefined;
}

const TRAIN_OPTIONS: OptionNames<SmoothedTrainOptions> = { samplingRate: true, duration: true, smooth: true };

/**
 * A train of spikes as a smooth curve: 1 in every sample with a spike, smoothed by a Gaussian (AllenSDK's `get_fr`).
 * Several spikes in one sample count once, and times before 0 lie before the end.
 * @param times seconds.
 * @throws an EcephysError "argument" for a spike after the duration.
 */
export function smoothedTrain(times: ArrayLike<number>, options: SmoothedTrainOptions = {}): Float64Array {
  const checks = argumentChecks("Smoothing a spike train");
  checks.knownOptions(options, TRAIN_OPTIONS);
  requireLists("Smoothing a spike train", { times });
  const { samplingRate = 30, duration = 3.1, smooth = 0.1 } = options;
  checks.positive("samplingRate", samplingRate, "samples per second");
  checks.positive("duration", duration, "seconds");
  checks.number("smooth", smooth);
  const train = new Float64Array(Math.trunc(duration * samplingRate));
  for (let i = 0; i < times.length; i++) {
    const sample = Math.trunc(times[i]! * samplingRate);
    const at = sample < 0 ? sample + train.length : sample;
    if (!(at >= 0 && at < train.length)) throw outside(times[i]!, duration);
    train[at] = 1;
  }
  const sigma = Math.trunc(smooth * samplingRate);
  return sigma > 0 ? smoothMirrored(train, gaussianKernel(sigma)) : train;
}

function outside(time: number, duration: number): EcephysError {
  return new EcephysError("argument", {
    action: "Smoothing a spike train",
    resource: `the spike at ${time} s`,
    reason: `it lies outside of the ${duration} s of the train`,
    remedy: "Give times from the start of the train, or a longer duration",
  });
}

/** Which part of the sweeps is compared, and how they are smoothed. */
export interface ReliabilityOptions {
  /** Seconds before the first spike that a sweep is shifted by; 1 by default. */
  readonly padding?: number | undefined;
  readonly samplingRate?: number | undefined;
  readonly smooth?: number | undefined;
  /** The samples that are compared, [from, to); all by default. */
  readonly window?: readonly [from: number, to: number] | undefined;
}

const RELIABILITY_OPTIONS: OptionNames<ReliabilityOptions> = {
  padding: true,
  samplingRate: true,
  smooth: true,
  window: true,
};

/**
 * How alike the responses to repeated presentations are: the mean, over all pairs of sweeps, of the correlation of
 * their smoothed trains. Pairs without a correlation (a sweep without spikes) are left out; NaN without any pair.
 * @param sweeps by presentation the spikes' times since its onset, seconds; as many as there are.
 * @throws an EcephysError "argument" for a spike later than 3.1 s less the padding.
 */
export function reliability(sweeps: readonly ArrayLike<number>[], options: ReliabilityOptions = {}): number {
  const checks = argumentChecks("Computing the reliability of responses");
  checks.knownOptions(options, RELIABILITY_OPTIONS);
  if (!Array.isArray(sweeps)) throw checks.refusal("sweeps", sweeps, "an array of lists of spike times");
  const { padding = 1, samplingRate, smooth, window = [0, Number.POSITIVE_INFINITY] } = options;
  const trains = sweeps.map((times: ArrayLike<number>, k) => {
    requireLists("Computing the reliability of responses", { [`sweeps[${k}]`]: times });
    const shifted = Float64Array.from(times, (time) => time + padding);
    return smoothedTrain(shifted, { samplingRate, smooth }).slice(...window);
  });
  const pairs: number[] = [];
  for (let i = 0; i < trains.length; i++)
    for (let j = i + 1; j < trains.length; j++) {
      const r = pearson(trains[i]!, trains[j]!);
      if (!Number.isNaN(r)) pairs.push(r);
    }
  return mean(pairs);
}
