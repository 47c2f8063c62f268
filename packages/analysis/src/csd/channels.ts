import type { NumericArray } from "@ecephys/core";
import { requireLists, requireShape } from "../lists.ts";
import { finish, type Steps } from "../steps.ts";
import { TRIAL_DIMS, type TrialLfp } from "./arrays.ts";

/** Samples whose noise is removed between two turns of others. */
const SAMPLES_AT_ONCE = 64;

/**
 * Subtracts from each sample the median of the channels above the brain's surface; integer LFP is cut towards zero, as in
 * AllenSDK. Without a channel above the surface all values become 0, also as in AllenSDK: choose a lower one then.
 * @param lfp sample × channel; it is not changed.
 * @param channelNumbers of the channels, along the second dimension.
 * @param surfaceChannel the number of the channel at the surface; 384 and more counts as 380.
 * @param most how many channels the median is of, at most; 50 by default.
 */
export function removeLfpNoise<Data extends NumericArray>(
  lfp: { readonly data: Data; readonly shape: readonly number[] },
  channelNumbers: ArrayLike<number>,
  surfaceChannel: number,
  most = 50,
): { data: Data; shape: readonly number[] } {
  return finish(lfpNoiseSteps(lfp, channelNumbers, surfaceChannel, most));
}

/** `removeLfpNoise` sample by sample. */
export function* lfpNoiseSteps<Data extends NumericArray>(
  lfp: { readonly data: Data; readonly shape: readonly number[] },
  channelNumbers: ArrayLike<number>,
  surfaceChannel: number,
  most = 50,
): Steps<{ data: Data; shape: readonly number[] }> {
  const action = "Removing noise from LFP";
  requireShape(action, "the LFP", lfp, ["samples", "channels"]);
  requireLists(action, { channelNumbers });
  const [samples = 0, width = 0] = lfp.shape;
  const surface = surfaceChannel >= 384 ? 380 : surfaceChannel;
  const above = [...new Array(width).keys()].filter((c) => channelNumbers[c]! > surface).slice(0, most);
  const data = new (lfp.data.constructor as new (length: number) => Data)(lfp.data.length);
  if (above.length === 0) return { data: data.fill(0) as Data, shape: lfp.shape };
  const values = new Float64Array(above.length);
  for (let s = 0; s < samples; s++) {
    for (const [k, c] of above.entries()) values[k] = lfp.data[s * width + c]!;
    values.sort();
    const half = values.length >> 1;
    const median = values.length % 2 ? values[half]! : (values[half - 1]! + values[half]!) / 2;
    // Integer arrays cut what they are given towards zero.
    for (let c = 0; c < width; c++) data[s * width + c] = lfp.data[s * width + c]! - median;
    if (s % SAMPLES_AT_ONCE === 0) yield s / samples;
  }
  return { data, shape: lfp.shape };
}

/**
 * Leaves out reference channels and those that are noisy: whose standard deviation over time, in the mean over trials, is
 * above the threshold.
 * @returns the LFP of the others, and their positions among the channels.
 */
export function selectGoodChannels(
  lfp: TrialLfp,
  referenceChannels: ArrayLike<number>,
  noisyThreshold: number,
): { readonly lfp: TrialLfp; readonly channels: Int32Array } {
  return finish(goodChannelSteps(lfp, referenceChannels, noisyThreshold));
}

/** `selectGoodChannels` channel by channel. */
export function* goodChannelSteps(
  lfp: TrialLfp,
  referenceChannels: ArrayLike<number>,
  noisyThreshold: number,
): Steps<{ readonly lfp: TrialLfp; readonly channels: Int32Array }> {
  const action = "Choosing channels";
  requireShape(action, "the LFP", lfp, TRIAL_DIMS);
  requireLists(action, { referenceChannels });
  const {
    data,
    shape: [trials, width, samples],
  } = lfp;
  const references = new Set(Array.from(referenceChannels));
  const quiet: number[] = [];
  for (let c = 0; c < width; c++) {
    if (references.has(c)) continue;
    let total = 0;
    for (let trial = 0; trial < trials; trial++)
      total += deviation(data.subarray((trial * width + c) * samples, (trial * width + c + 1) * samples));
    if (total / trials <= noisyThreshold) quiet.push(c);
    yield (0.5 * (c + 1)) / width;
  }
  const channels = Int32Array.from(quiet);
  const good = new Float64Array(trials * channels.length * samples);
  for (let trial = 0; trial < trials; trial++) {
    for (const [k, c] of channels.entries()) {
      const from = (trial * width + c) * samples;
      good.set(data.subarray(from, from + samples), (trial * channels.length + k) * samples);
    }
    yield 0.5 + (0.5 * (trial + 1)) / trials;
  }
  return { lfp: { data: good, shape: [trials, channels.length, samples] }, channels };
}

function deviation(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const centre = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - centre) ** 2;
  return Math.sqrt(squares / values.length);
}
