import type { NumericArray } from "@ecephys/core";
import { DataArray } from "@ecephys/core/internal";
import { argumentChecks, EcephysError, type OptionNames } from "@ecephys/files";
import { allocate } from "../allocate.ts";
import { requireLists } from "../lists.ts";
import { bandPassFilter } from "../numeric/band-pass.ts";
import { addSegment, hann } from "../numeric/power-spectrum.ts";
import { finish, type Steps, within } from "../steps.ts";
import { channelRows } from "./channel-rows.ts";

/** LFP by time and channel, whose coordinate `time` is in seconds: what `sel` of a session's LFP gives. */
export type Lfp = DataArray<NumericArray>;

/** The band that is kept. */
export interface LfpBandOptions {
  /** Hz, [from, to]. */
  readonly band: readonly [from: number, to: number];
  /** Of the Butterworth prototype; 3 by default. */
  readonly order?: number | undefined;
}

export const BAND_OPTIONS: OptionNames<LfpBandOptions> = { band: true, order: true };

/**
 * LFP of one band of frequencies: Butterworth's filter, forwards and backwards, so that phases stay. A channel with a NaN
 * (masked invalid times) becomes NaN: select a span without any.
 * @param lfp dims time × channel.
 * @throws an EcephysError "argument" for spans of a few samples, and bands beyond half the sampling rate.
 * @example
 * import { bandPass } from "@ecephys/analysis";
 *
 * const lfp = await session.getLfp(810755797);
 * const gamma = bandPass(await lfp.sel({ time: { from: 38.7, to: 39.2 } }), { band: [20, 80] });
 */
export function bandPass(lfp: Lfp, options: LfpBandOptions): DataArray<Float64Array> {
  return finish(bandPassSteps(lfp, options));
}

/** `bandPass` channel by channel. */
export function* bandPassSteps(lfp: Lfp, options: LfpBandOptions): Steps<DataArray<Float64Array>> {
  const action = "Filtering LFP";
  const checks = argumentChecks(action);
  const { band, order = 3 } = checks.knownOptions(
    checks.required("the options", options, "an object with band"),
    BAND_OPTIONS,
  );
  checks.required("band", band, "a pair of frequencies");
  const [samples, channels] = timeByChannel(lfp, action);
  const filter = bandPassFilter(samples, { samplingRate: samplingRateOf(lfp), band, order }, action);
  const data = new Float64Array(samples * channels);
  for (const { first, rows, read, write } of channelRows(lfp.data, data, samples, channels)) {
    const share = (done: number) => (first + rows.length * done) / channels;
    yield* within(share(0), share(0.1), read());
    for (const [k, row] of rows.entries()) {
      const [from, to] = [share(0.1 + (0.8 * k) / rows.length), share(0.1 + (0.8 * (k + 1)) / rows.length)];
      row.set(yield* within(from, to, filter(row)));
    }
    yield* within(share(0.9), share(1), write());
  }
  const { name, dims, shape, attributes } = lfp;
  return new DataArray({ name, dims, shape, coords: Object.fromEntries(lfp.coordinates), data, attributes });
}

/** The pieces that a spectrogram is made of. */
export interface SpectrogramOptions {
  /** Seconds of a piece; 0.5 by default. */
  readonly window?: number | undefined;
  /** The share of a piece that the next one overlaps, 0 to below 1; 0.5 by default. */
  readonly overlap?: number | undefined;
}

export const SPECTROGRAM_OPTIONS: OptionNames<SpectrogramOptions> = { window: true, overlap: true };

/**
 * The power of LFP by frequency and time: the one-sided power spectral density of successive pieces, each less its mean and
 * under a Hann window.
 * @param lfp dims time × channel.
 * @returns "power", in the LFP's unit squared per Hz, dims channel × frequency (Hz) × time (seconds, centres of the pieces).
 * NaN in pieces with a NaN. No piece, where the LFP is shorter than one.
 */
export function spectrogram(lfp: Lfp, options: SpectrogramOptions = {}): DataArray<Float64Array> {
  return finish(spectrogramSteps(lfp, options));
}

/** `spectrogram` piece by piece. */
export function* spectrogramSteps(
  lfp: Lfp,
  options: SpectrogramOptions = {},
): Steps<DataArray<Float64Array>> {
  const action = "Making a spectrogram";
  const checks = argumentChecks(action);
  const { window = 0.5, overlap = 0.5 } = checks.knownOptions(options, SPECTROGRAM_OPTIONS);
  checks.positive("window", window, "seconds");
  if (!(overlap >= 0 && overlap < 1)) throw checks.refusal("overlap", overlap, "a share from 0 to below 1");
  const [samples, channels] = timeByChannel(lfp, action);
  const rate = samplingRateOf(lfp);
  const length = Math.round(window * rate);
  if (length < 2) throw checks.refusal("window", window, "a window of two samples or more");
  const step = Math.max(1, Math.round(length * (1 - overlap)));
  const pieces = Math.max(0, Math.floor((samples - length) / step) + 1);
  const frequencies = Math.floor(length / 2) + 1;
  const shape = [channels, frequencies, pieces] as const;
  const data = allocate(Float64Array, shape, "channels × frequencies × pieces", action);
  const weights = hann(length);
  const times = lfp.coord("time") as ArrayLike<number>;
  const piece = new Float64Array(length);
  const density = new Float64Array(frequencies);
  for (let c = 0; c < channels; c++)
    for (let p = 0; p < pieces; p++) {
      for (let k = 0, at = p * step * channels + c; k < length; k++, at += channels) piece[k] = lfp.data[at]!;
      density.fill(0);
      addSegment(piece, weights, rate, density);
      for (let f = 0; f < frequencies; f++) data[(c * frequencies + f) * pieces + p] = density[f]!;
      yield (c * pieces + p + 1) / (channels * pieces);
    }
  const channelDim = lfp.dims[1]!;
  const channelLabels = lfp.coordinates.get(channelDim);
  return new DataArray({
    name: "power",
    dims: [channelDim, "frequency", "time"],
    shape,
    coords: {
      ...(channelLabels ? { [channelDim]: channelLabels.values } : {}),
      frequency: Float64Array.from({ length: frequencies }, (_, k) => (k * rate) / length),
      time: Float64Array.from(
        { length: pieces },
        (_, p) => (times[p * step]! + times[p * step + length - 1]!) / 2,
      ),
    },
    data,
  });
}

/** Around which spikes, and how far. */
export interface SpikeTriggeredOptions {
  /** Seconds from each spike, [from, to]; [-0.1, 0.1] by default. */
  readonly window?: readonly [from: number, to: number] | undefined;
}

export const TRIGGERED_OPTIONS: OptionNames<SpikeTriggeredOptions> = { window: true };

/**
 * The mean LFP around a unit's spikes, from the sample nearest to each. Spikes whose window leaves the LFP, and those around
 * which a channel has a NaN, do not count.
 * @param lfp dims time × channel.
 * @param times of the spikes, seconds, in any order.
 * @returns "spike_triggered_lfp" in the LFP's unit, dims time_from_spike (seconds) × channel; NaN without any spike.
 * `attributes.spikes` says how many were averaged.
 */
export function spikeTriggeredLfp(
  lfp: Lfp,
  times: ArrayLike<number>,
  options: SpikeTriggeredOptions = {},
): DataArray<Float64Array> {
  return finish(spikeTriggeredLfpSteps(lfp, times, options));
}

/** `spikeTriggeredLfp` spike by spike. */
export function* spikeTriggeredLfpSteps(
  lfp: Lfp,
  times: ArrayLike<number>,
  options: SpikeTriggeredOptions = {},
): Steps<DataArray<Float64Array>> {
  const action = "Averaging LFP around spikes";
  const checks = argumentChecks(action);
  const { window = [-0.1, 0.1] } = checks.knownOptions(options, TRIGGERED_OPTIONS);
  const [from, to] = checks.range("window", window)!;
  const [samples, channels] = timeByChannel(lfp, action);
  const rate = samplingRateOf(lfp);
  const [before, after] = [Math.round(from * rate), Math.round(to * rate)];
  const length = after - before + 1;
  if (!(length <= samples)) throw checks.refusal("window", window, "a window no longer than the LFP");
  requireLists(action, { times });
  const axis = lfp.coord("time") as ArrayLike<number>;
  const sums = new Float64Array(length * channels);
  let spikes = 0;
  for (let i = 0; i < times.length; i++) {
    yield i / times.length;
    const centre = nearestSample(axis, times[i]!);
    if (!(centre + before >= 0 && centre + after < samples)) continue;
    const start = (centre + before) * channels;
    const piece = lfp.data.subarray(start, start + sums.length);
    if (hasGap(piece)) continue;
    for (let k = 0; k < sums.length; k++) sums[k] = sums[k]! + piece[k]!;
    spikes++;
  }
  const channelDim = lfp.dims[1]!;
  const labels = lfp.coordinates.get(channelDim);
  return new DataArray({
    name: "spike_triggered_lfp",
    dims: ["time_from_spike", channelDim],
    shape: [length, channels],
    coords: {
      time_from_spike: Float64Array.from({ length }, (_, k) => (before + k) / rate),
      ...(labels ? { [channelDim]: labels.values } : {}),
    },
    data: sums.map((sum) => sum / spikes),
    attributes: { spikes },
  });
}

function hasGap(values: NumericArray): boolean {
  for (let k = 0; k < values.length; k++) if (Number.isNaN(values[k]!)) return true;
  return false;
}

/** The position of the sample nearest to a time; NaN outside of the samples and for NaN. */
function nearestSample(axis: ArrayLike<number>, time: number): number {
  const last = axis.length - 1;
  if (!(time >= axis[0]! && time <= axis[last]!)) return Number.NaN;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (axis[middle]! <= time) low = middle;
    else high = middle;
  }
  return time - axis[low]! <= axis[high]! - time ? low : high;
}

function timeByChannel(lfp: Lfp, action: string): readonly [samples: number, channels: number] {
  const checks = argumentChecks(action);
  if (!(lfp instanceof DataArray)) throw checks.refusal("the LFP", lfp, "a DataArray, time × channel");
  const isTimeByChannel = lfp.dims[0] === "time" && lfp.dims.length === 2 && lfp.coordinates.has("time");
  if (isTimeByChannel && lfp.shape[0]! >= 2) {
    requireEvenTimes(lfp, action);
    return [lfp.shape[0]!, lfp.shape[1]!];
  }
  if (isTimeByChannel)
    throw new EcephysError("argument", {
      action,
      resource: `an LFP of ${lfp.shape[0]} samples`,
      reason: "two or more are needed",
      remedy: "Select a span of time that the recording has",
    });
  throw new EcephysError("argument", {
    action,
    resource: "the LFP",
    reason: `its dimensions are (${lfp.dims.join(", ")}), and time × channel with times is expected`,
  });
}

/** Where a step between two samples is of another length than the others, by half of it, the LFP has a gap. */
function requireEvenTimes(lfp: Lfp, action: string): void {
  const times = lfp.coord("time") as ArrayLike<number>;
  const steps = times.length - 1;
  let [widest, at] = [0, 0];
  for (let s = 0; s < steps; s++) {
    const step = times[s + 1]! - times[s]!;
    if (step > widest) [widest, at] = [step, s];
  }
  // Without the widest one, which may be much longer than all others.
  const usual = steps > 1 ? (times[steps]! - times[0]! - widest) / (steps - 1) : widest;
  if (widest < 1.5 * usual) return;
  throw new EcephysError("argument", {
    action,
    resource: "the LFP",
    reason: `its times are not evenly spaced: ${short(widest)} s lie between the samples at ${short(times[at]!)} s and ${short(times[at + 1]!)} s, and ${short(usual)} s between most`,
    remedy: "Select a span of time without a gap",
  });
}

function short(seconds: number): number {
  return Number(seconds.toPrecision(10));
}

/** Hz, from the first and the last time. */
function samplingRateOf(lfp: Lfp): number {
  const times = lfp.coord("time") as ArrayLike<number>;
  return (times.length - 1) / (times[times.length - 1]! - times[0]!);
}
