import type { NumericArray } from "@ecephys/core";
import { DataArray } from "@ecephys/core/internal";
import { argumentChecks, type OptionNames } from "@ecephys/files";
import { requireLists, requireShape } from "../lists.ts";
import { finish, type Steps, within } from "../steps.ts";
import { mismatch, type NumberArray, type Place, type TrialLfp } from "./arrays.ts";
import { goodChannelSteps, lfpNoiseSteps } from "./channels.ts";
import { alongColumn, isColumn } from "./column.ts";
import { filterTrialSteps } from "./filter.ts";
import { interpolationSteps } from "./interpolation.ts";
import { channelPlaces } from "./places.ts";
import { relativeTimes, trialLfpSteps, wholeTrials } from "./trials.ts";

/**
 * The second derivative along the probe, (f(i+1) - 2 f(i) + f(i-1)) / h², its ends repeated: an estimate of current source
 * density (Pitts 1952; Nicholson, Freeman 1975). As in AllenSDK without a minus sign, so that sources and sinks are the
 * other way round than in -∂²φ/∂z².
 * @param lfp channel × sample.
 * @param spacing h, mm.
 */
export function secondDerivative(lfp: NumberArray, spacing: number): NumberArray & { data: Float64Array } {
  const action = "Taking the second derivative";
  requireShape(action, "the LFP", lfp, ["channels", "samples"]);
  const checks = argumentChecks(action);
  checks.positive("spacing", checks.required("spacing", spacing, "a number of mm"), "mm");
  const { data, shape } = lfp;
  const [channels = 0, samples = 0] = shape;
  const result = new Float64Array(channels * samples);
  for (let c = 0; c < channels; c++) {
    const [above, below] = [Math.min(c + 1, channels - 1), Math.max(c - 1, 0)];
    for (let t = 0; t < samples; t++)
      result[c * samples + t] =
        (1 / spacing ** 2) *
        (data[above * samples + t]! - 2 * data[c * samples + t]! + data[below * samples + t]!);
  }
  return { data: result, shape };
}

/** LFP around a stimulus, and where it was recorded. */
export interface CurrentSourceDensityData {
  /** Sample × channel, such as `await lfp.sel({ time: … })` of a session: it is not changed. */
  readonly lfp: { readonly data: NumericArray; readonly shape: readonly number[] };
  /** Seconds, one a sample. */
  readonly timestamps: ArrayLike<number>;
  /** Seconds: the starts of the trials. */
  readonly onsets: ArrayLike<number>;
  /** The number of each channel on the probe. */
  readonly channelNumbers: ArrayLike<number>;
}

/** How the current source density is computed; the defaults are AllenSDK's. */
export interface CurrentSourceDensityOptions {
  /** Hz. */
  readonly samplingRate: number;
  /** Seconds before the onset; 0.1 by default. */
  readonly before?: number | undefined;
  /** Seconds after it; 0.25 by default. */
  readonly after?: number | undefined;
  /** The channel at the brain's surface: what those above record is noise. Without it, nothing is subtracted. */
  readonly surfaceChannel?: number | undefined;
  /** Numbers of channels that are left out; none by default. */
  readonly referenceChannels?: ArrayLike<number> | undefined;
  /** The standard deviation above which a channel is left out, in the LFP's unit; without it, none is. */
  readonly noisyThreshold?: number | undefined;
  /** Hz; [5, 150] by default. */
  readonly band?: readonly [from: number, to: number] | undefined;
  readonly order?: number | undefined;
  /** Where the channels lie, µm; Neuropixels 1.0 by default, by channel number. */
  readonly places?: readonly Place[] | undefined;
  /** Triangles of the channels that are kept; Delaunay's by default. */
  readonly triangles?: ArrayLike<number> | undefined;
}

export const CURRENT_SOURCE_DENSITY_OPTIONS: OptionNames<CurrentSourceDensityOptions> = {
  samplingRate: true,
  before: true,
  after: true,
  surfaceChannel: true,
  referenceChannels: true,
  noisyThreshold: true,
  band: true,
  order: true,
  places: true,
  triangles: true,
};
const ACTION = "Computing current source density";

/**
 * Current source density around a stimulus, in the steps of AllenSDK's module: the median of the channels above the
 * surface is subtracted, LFP is cut into trials, channels are chosen, band-passed, moved to a column of virtual sites
 * 10 µm apart and averaged over trials; then the second derivative. Sites outside of the hull of the channels (the topmost
 * one, at least) are taken for 0 there, so that the uppermost rows mean nothing. Channels in one column (the LFP files of
 * the Allen Institute have every fourth channel) stay where they are: the derivative is then along them.
 *
 * @returns "current_source_density" in the LFP's unit per mm², dims virtual_channel_index × time (seconds from onset), with
 * `vertical_position` and `horizontal_position` (µm). A trial whose window leaves the recording, or in which all channels
 * are missing at a time, is left out, and so is a channel that is missing in one of the others: `attributes.trials` and
 * `attributes.channels` say how many were used.
 * @throws an EcephysError "argument" where the parts do not match, where no trial is left, and for trials too short to
 * filter.
 */
export function currentSourceDensity(
  data: CurrentSourceDensityData,
  options: CurrentSourceDensityOptions,
): DataArray<Float64Array> {
  return finish(currentSourceDensitySteps(data, options));
}

/** `currentSourceDensity` trial by trial and channel by channel. */
export function* currentSourceDensitySteps(
  data: CurrentSourceDensityData,
  options: CurrentSourceDensityOptions,
): Steps<DataArray<Float64Array>> {
  const checks = argumentChecks(ACTION);
  checks.knownOptions(
    checks.required("the options", options, "an object with samplingRate"),
    CURRENT_SOURCE_DENSITY_OPTIONS,
  );
  const { before = 0.1, after = 0.25, surfaceChannel, noisyThreshold, samplingRate, band, order } = options;
  checks.positive("samplingRate", checks.required("samplingRate", samplingRate, "a rate in Hz"), "Hz");
  checks.number("before", before);
  checks.number("after", after);
  if (typeof data !== "object" || data === null) throw checks.refusal("the data", data, "an object with lfp");
  const { lfp, channelNumbers, onsets, timestamps } = data;
  requireShape(ACTION, "the LFP", lfp, ["samples", "channels"]);
  requireLists(ACTION, { channelNumbers, onsets, timestamps });
  const width = lfp.shape[1] ?? 0;
  if (width !== channelNumbers.length)
    throw mismatch(ACTION, `${width} channels`, `there are ${channelNumbers.length} numbers of channels`);
  if (options.places && options.places.length !== width)
    throw mismatch(ACTION, `${width} channels`, `there are ${options.places.length} places for them`);
  if (
    surfaceChannel !== undefined &&
    !Array.from(channelNumbers).some((one) => one > Math.min(surfaceChannel, 380))
  )
    throw checks.refusal(
      "surfaceChannel",
      surfaceChannel,
      "a channel below others of the LFP",
      "Choose a lower one",
    );
  const quiet =
    surfaceChannel === undefined
      ? lfp
      : yield* within(0, 0.1, lfpNoiseSteps(lfp, channelNumbers, surfaceChannel));
  const times = relativeTimes(before, after, 1 / samplingRate);
  const windows = Array.from(onsets, (onset) => times.map((time) => time + onset));
  const all = Int32Array.from({ length: width }, (_, c) => c);
  const trials = wholeTrials(yield* within(0.1, 0.3, trialLfpSteps(quiet, timestamps, all, windows)));
  if (trials.shape[0] === 0)
    throw mismatch(ACTION, `${windows.length} trials`, "none lies within the LFP, where it has values");
  const references = new Set(Array.from(options.referenceChannels ?? []));
  const left = Array.from(channelNumbers).flatMap((number, c) => (references.has(number) ? [c] : []));
  const choosing = goodChannelSteps(trials, left, noisyThreshold ?? Number.POSITIVE_INFINITY);
  const good = yield* within(0.3, 0.4, choosing);
  const filtered = yield* within(0.4, 0.7, filterTrialSteps(good.lfp, { samplingRate, band, order }));
  const places = options.places ?? placesOf(channelNumbers);
  const kept = Array.from(good.channels, (c) => places[c]!);
  if (kept.length < 2) throw mismatch(ACTION, `${kept.length} channels`, "a second derivative needs more");
  const moving = isColumn(kept)
    ? alongColumn(filtered, kept)
    : atVirtualSites(filtered, kept, sitesOf(places), options.triangles);
  const { lfp: moved, sites, spacing } = yield* within(0.7, 0.9, moving);
  const csd = secondDerivative(yield* within(0.9, 1, meanOverTrials(moved)), spacing);
  return new DataArray({
    name: "current_source_density",
    dims: ["virtual_channel_index", "time"],
    shape: [sites.length, times.length],
    coords: {
      virtual_channel_index: Int32Array.from(sites.keys()),
      time: times,
      vertical_position: { dim: "virtual_channel_index", values: Float64Array.from(sites, ({ y }) => y) },
      horizontal_position: { dim: "virtual_channel_index", values: Float64Array.from(sites, ({ x }) => x) },
    },
    data: csd.data,
    attributes: { trials: trials.shape[0], channels: good.channels.length },
  });
}

function* atVirtualSites(
  filtered: TrialLfp,
  places: readonly Place[],
  sites: Place[],
  triangles: ArrayLike<number> | undefined,
): ReturnType<typeof alongColumn> {
  return { sites, ...(yield* interpolationSteps(filtered, places, sites, { triangles })) };
}

function placesOf(channelNumbers: ArrayLike<number>): Place[] {
  const all = channelPlaces(0, 1 + Array.from(channelNumbers).reduce((most, one) => Math.max(most, one), 0));
  return Array.from(channelNumbers, (number) => all[number]!);
}

/** A virtual site every 10 µm, as many as there are channels, from the lowest on. */
function sitesOf(places: readonly Place[]): Place[] {
  const lowest = places.reduce((least, { y }) => Math.min(least, y), Number.POSITIVE_INFINITY);
  return places.map((_, k) => ({ x: 24, y: lowest + 10 * k }));
}

/** The mean of the trials that have a value. */
function* meanOverTrials({ data, shape: [trials, channels, samples] }: TrialLfp): Steps<NumberArray> {
  const size = channels * samples;
  const [sums, counts] = [new Float64Array(size), new Float64Array(size)];
  for (let trial = 0; trial < trials; trial++) {
    for (let i = 0; i < size; i++) {
      const value = data[trial * size + i]!;
      if (Number.isNaN(value)) continue;
      sums[i] = sums[i]! + value;
      counts[i] = counts[i]! + 1;
    }
    yield (trial + 1) / trials;
  }
  return { data: sums.map((total, i) => total / counts[i]!), shape: [channels, samples] };
}
