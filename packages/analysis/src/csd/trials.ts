import type { ColumnTable } from "@ecephys/core/arquero";
import { argumentChecks, EcephysError, type OptionNames } from "@ecephys/files";
import { columnOf, numbersOf, timesOf } from "../inputs.ts";
import { requireLists, requireShape } from "../lists.ts";
import { finish, type Steps } from "../steps.ts";
import { mismatch, type NumberArray, type TrialLfp } from "./arrays.ts";

/** Which presentations are trials. */
export interface OnsetOptions {
  readonly stimulusName: string;
  /** The block of the stimulus; the first one by default. */
  readonly stimulusBlock?: number | undefined;
  /** At most so many; all by default. */
  readonly trials?: number | undefined;
}

const ONSET_OPTIONS: OptionNames<OnsetOptions> = { stimulusName: true, stimulusBlock: true, trials: true };

/**
 * The starts of a stimulus's presentations in one of its blocks, seconds.
 * @param presentations `stimulus_name`, `stimulus_block`, `start_time`.
 * @throws an EcephysError "not-found" where there is no such presentation.
 */
export function trialOnsets(presentations: ColumnTable, options: OnsetOptions): Float64Array {
  const action = "Choosing trials";
  const checks = argumentChecks(action);
  const { stimulusName, stimulusBlock, trials } = checks.knownOptions(options, ONSET_OPTIONS);
  checks.text("stimulusName", stimulusName);
  checks.count("trials", trials);
  const names = columnOf(presentations, "stimulus_name", action);
  const blocks = numbersOf(presentations, "stimulus_block", action);
  const starts = timesOf(presentations, "start_time", action);
  const named = [...starts.keys()].filter((row) => names[row] === stimulusName);
  const block =
    stimulusBlock ?? named.reduce((least, row) => Math.min(least, blocks[row]!), Number.POSITIVE_INFINITY);
  const rows = named.filter((row) => blocks[row] === block).slice(0, trials);
  if (rows.length > 0) return Float64Array.from(rows, (row) => starts[row]!);
  throw new EcephysError("not-found", {
    action,
    resource: `presentations of "${stimulusName}"${stimulusBlock === undefined ? "" : ` in block ${stimulusBlock}`}`,
    reason: "there are none",
  });
}

/** Of a trial: more are a mistake in the units of time. */
const MOST_SAMPLES = 100_000_000;

/** Times around an onset, seconds: every `step` from `before` ahead of it up to `after` behind it, that end excluded. */
export function relativeTimes(before: number, after: number, step: number): Float64Array {
  const checks = argumentChecks("Making the times of a trial");
  for (const [name, value] of Object.entries({ before, after, step }))
    if (!Number.isFinite(value)) throw checks.refusal(name, value, "a number of seconds");
  checks.positive("step", step, "seconds");
  const length = checks.count("samples", Math.max(0, Math.ceil((after + before) / step)), 0, MOST_SAMPLES);
  const rise = -before + step - -before;
  return Float64Array.from({ length }, (_, k) => -before + k * rise);
}

/** Samples that are found between two turns of others. */
const SAMPLES_AT_ONCE = 64;

/**
 * LFP at the times of each trial, by linear interpolation between samples. Samples with a negative time stamp (which have
 * no place on the clock) are left out; outside of the recording it is NaN. Values of integer LFP are rounded, halves to
 * even, as in AllenSDK.
 * @param lfp sample × channel.
 * @param timestamps of the samples, ascending seconds.
 * @param channels positions along the second dimension.
 * @param windows by trial its times, seconds; all are cut to the shortest.
 * @param scale what the values are multiplied by at the end; 1 by default.
 */
export function accumulateLfp(
  lfp: NumberArray,
  timestamps: ArrayLike<number>,
  channels: ArrayLike<number>,
  windows: readonly ArrayLike<number>[],
  scale = 1,
): TrialLfp {
  return finish(trialLfpSteps(lfp, timestamps, channels, windows, scale));
}

/** `accumulateLfp` sample by sample of each trial. */
export function* trialLfpSteps(
  lfp: NumberArray,
  timestamps: ArrayLike<number>,
  channels: ArrayLike<number>,
  windows: readonly ArrayLike<number>[],
  scale = 1,
): Steps<TrialLfp> {
  const action = "Cutting LFP into trials";
  requireShape(action, "the LFP", lfp, ["samples", "channels"]);
  requireLists(action, { timestamps, channels });
  if (!Array.isArray(windows))
    throw argumentChecks(action).refusal("windows", windows, "an array of lists of times");
  for (const [k, window] of windows.entries()) requireLists(action, { [`windows[${k}]`]: window });
  const [rows = 0, width = 0] = lfp.shape;
  if (rows !== timestamps.length)
    throw mismatch(action, "the LFP", `it has ${rows} samples for ${timestamps.length} times`);
  const isWhole = !(
    lfp.data instanceof Float32Array ||
    lfp.data instanceof Float64Array ||
    Array.isArray(lfp.data)
  );
  const samples = windows.reduce((least, window) => Math.min(least, window.length), Number.POSITIVE_INFINITY);
  const length = windows.length === 0 ? 0 : samples;
  const valid = samplesOnTheClock(timestamps);
  const times = new Float64Array(valid.length);
  for (let s = 0; s < times.length; s++) times[s] = timestamps[valid[s]!]!;
  for (let s = 1; s < times.length; s++)
    if (!(times[s]! >= times[s - 1]!))
      throw mismatch(action, "the timestamps", `they do not ascend, from sample ${valid[s]} on`);
  const data = new Float64Array(windows.length * channels.length * length);
  for (const [trial, window] of windows.entries())
    for (let s = 0; s < length; s++) {
      const between = positionAt(times, window[s]!);
      for (let c = 0; c < channels.length; c++) {
        const value = interpolated(lfp.data, valid, between, width, channels[c]!);
        data[(trial * channels.length + c) * length + s] = (isWhole ? roundHalfEven(value) : value) * scale;
      }
      if (s % SAMPLES_AT_ONCE === 0) yield (trial + s / length) / windows.length;
    }
  return { data, shape: [windows.length, channels.length, length] };
}

/** The positions of those whose time stamp is not negative. */
function samplesOnTheClock(timestamps: ArrayLike<number>): Int32Array {
  const rows = new Int32Array(timestamps.length);
  let count = 0;
  for (let row = 0; row < rows.length; row++) if (timestamps[row]! >= 0) rows[count++] = row;
  return rows.subarray(0, count);
}

/** The trials that the LFP has: those of which every sample has a value of some channel. */
export function wholeTrials({ data, shape: [trials, channels, samples] }: TrialLfp): TrialLfp {
  const size = channels * samples;
  const whole = [...new Array(trials).keys()].filter((trial) => {
    for (let s = 0; s < samples; s++) {
      let c = 0;
      while (c < channels && Number.isNaN(data[trial * size + c * samples + s])) c++;
      if (c === channels) return false;
    }
    return true;
  });
  if (whole.length === trials) return { data, shape: [trials, channels, samples] };
  const kept = new Float64Array(whole.length * size);
  for (const [k, trial] of whole.entries())
    kept.set(data.subarray(trial * size, (trial + 1) * size), k * size);
  return { data: kept, shape: [whole.length, channels, samples] };
}

/** The place of a time between samples: a whole number and a share of the next; NaN outside. */
function positionAt(times: Float64Array, time: number): number {
  const last = times.length - 1;
  if (!(time >= times[0]! && time <= times[last]!)) return Number.NaN;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (times[middle]! <= time) low = middle;
    else high = middle;
  }
  const width = times[high]! - times[low]!;
  return low === high || width === 0 ? low : low + (time - times[low]!) / width;
}

function interpolated(
  data: ArrayLike<number>,
  rows: Int32Array,
  position: number,
  width: number,
  channel: number,
): number {
  if (Number.isNaN(position)) return Number.NaN;
  const low = Math.min(Math.floor(position), Math.max(0, rows.length - 2));
  const share = position - low;
  const value = data[rows[low]! * width + channel]!;
  if (share === 0) return value;
  return value * (1 - share) + data[rows[low + 1]! * width + channel]! * share;
}

function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
