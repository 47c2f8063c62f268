import { argumentChecks, type OptionNames } from "@ecephys/files";
import { binAround } from "../bins.ts";
import { requireLists } from "../lists.ts";
import { mean } from "../numeric/moments.ts";
import { welch } from "../numeric/power-spectrum.ts";
import { lowerBound } from "../search.ts";

/** Counts by trial and bin, trials first. */
export interface BinnedTrials {
  readonly counts: ArrayLike<number>;
  readonly bins: number;
}

/**
 * F1/F0 of the response to a drifting grating, as AllenSDK computes it: each trial is cut into floor(f·T) cycles, which
 * are averaged; F1 is the amplitude of their first harmonic, F0 their mean. As the cycles seldom are those of the
 * grating, a fully modulated unit (F1/F0 = 1) gets 0.2 to 0.6; `gratingModulation` is exact.
 * @param frequency of the grating, Hz.
 * @param duration T, seconds.
 * @returns the mean over trials with spikes; NaN without any, and where a trial is shorter than a cycle, or a cycle
 * than a bin.
 */
export function f1f0(trials: BinnedTrials, frequency: number, duration: number): number {
  const { counts, bins } = trials ?? {};
  const action = "Computing F1/F0";
  requireLists(action, { counts });
  argumentChecks(action).count("bins", bins);
  const cycles = cyclesOf(bins, frequency, duration);
  if (counts.length === 0 || !cycles) return Number.NaN;
  const { cos, sin, used } = cycles;
  const ratios: number[] = [];
  for (let row = 0; row + bins <= counts.length; row += bins) {
    let [total, real, imaginary] = [0, 0, 0];
    for (let bin = 0, k = 0; bin < used; bin++, k++) {
      if (k === cos.length) k = 0;
      const count = counts[row + bin]!;
      if (count === 0) continue;
      total += count;
      real += count * cos[k]!;
      imaginary += count * sin[k]!;
    }
    if (total > 0) ratios.push(firstHarmonic(cycles, total, real, imaginary));
  }
  return mean(ratios.filter((ratio) => !Number.isNaN(ratio)));
}

/** The cycles that trials are cut into. */
export interface Cycles {
  /** By bin of a cycle. */
  readonly cos: Float64Array;
  readonly sin: Float64Array;
  /** How many bins of a trial are in whole cycles. */
  readonly used: number;
}

/** @returns undefined where a trial is shorter than a cycle, or a cycle than a bin. */
export function cyclesOf(bins: number, frequency: number, duration: number): Cycles | undefined {
  const cycles = Math.trunc(frequency * duration);
  const cycleBins = cycles > 0 ? Math.trunc(bins / cycles) : 0;
  if (cycleBins === 0) return undefined;
  const [cos, sin] = [new Float64Array(cycleBins), new Float64Array(cycleBins)];
  for (let k = 0; k < cycleBins; k++) {
    cos[k] = Math.cos((2 * Math.PI * k) / cycleBins);
    sin[k] = Math.sin((2 * Math.PI * k) / cycleBins);
  }
  return { cos, sin, used: cycles * cycleBins };
}

/** F1/F0 of a trial; a cycle of a single bin has no first harmonic. */
function firstHarmonic({ cos }: Cycles, total: number, real: number, imaginary: number): number {
  return cos.length > 1 ? (2 * Math.hypot(real, imaginary)) / total : Number.NaN;
}

/**
 * `f1f0` of spikes in bins around the starts of trials, from the spikes themselves: there are far fewer of them than of
 * bins.
 * @param times ascending seconds.
 * @param starts of the trials, ascending seconds.
 * @param edges of the bins, relative to a start.
 */
export function f1f0OfSpikes(
  times: Float64Array,
  starts: Float64Array,
  edges: Float64Array,
  cycles: Cycles | undefined,
): number {
  if (!cycles) return Number.NaN;
  const { cos, sin, used } = cycles;
  const last = edges.length - 2;
  const ratios: number[] = [];
  let first = 0;
  for (let trial = 0; trial < starts.length; trial++) {
    const start = starts[trial]!;
    const begin = start + edges[0]!;
    const end = start + edges[last + 1]!;
    const binsPerSecond = (last + 1) / (end - begin);
    let [total, real, imaginary] = [0, 0, 0];
    first = lowerBound(times, begin, first);
    for (let i = first; i < times.length && times[i]! <= end; ) {
      const bin = binAround(times[i]!, start, edges, ((times[i]! - begin) * binsPerSecond) | 0);
      if (bin >= used) break;
      const stop = bin < last ? start + edges[bin + 1]! : Number.POSITIVE_INFINITY;
      let count = 0;
      for (; i < times.length && times[i]! <= end && times[i]! < stop; i++) count++;
      total += count;
      real += count * cos[bin % cos.length]!;
      imaginary += count * sin[bin % cos.length]!;
    }
    if (total > 0) ratios.push(firstHarmonic(cycles, total, real, imaginary));
  }
  return mean(ratios.filter((ratio) => !Number.isNaN(ratio)));
}

/**
 * F1/F0 at the grating's own frequency, from spike times: 2·|Σ e^(-2πi f t)| / n over the spikes of the whole cycles that
 * fit into a trial; the mean over trials with spikes, NaN without any.
 * @param trials by trial the spikes' times since its onset, seconds.
 * @param frequency of the grating, Hz.
 * @param duration of a trial, seconds.
 */
export function gratingModulation(
  trials: Iterable<ArrayLike<number>>,
  frequency: number,
  duration: number,
): number {
  const action = "Computing the modulation at a grating's frequency";
  const checks = argumentChecks(action);
  if (typeof trials?.[Symbol.iterator] !== "function")
    throw checks.refusal("trials", trials, "a list of lists of times");
  const length = Math.floor(frequency * duration + 1e-9) / frequency;
  const ratios: number[] = [];
  for (const times of trials) {
    requireLists(action, { "a trial": times });
    let [n, real, imaginary] = [0, 0, 0];
    for (let i = 0; i < times.length; i++) {
      const time = times[i]!;
      if (!(time >= 0 && time < length)) continue;
      const angle = -2 * Math.PI * frequency * time;
      real += Math.cos(angle);
      imaginary += Math.sin(angle);
      n++;
    }
    if (n > 0) ratios.push((2 * Math.hypot(real, imaginary)) / n);
  }
  return mean(ratios);
}

/** How `modulationIndex` chooses the frequency of the spectrum. */
export interface ModulationIndexOptions {
  /** Take the frequency of the spectrum that is nearest to the grating's, and not the first one at or above it. */
  readonly nearest?: boolean | undefined;
}

const INDEX_OPTIONS: OptionNames<ModulationIndexOptions> = { nearest: true };

/**
 * How far the power at the grating's frequency stands out of a response's spectrum, in its standard deviations:
 * |P(f) - mean P| / sqrt(mean P² - (mean P)²), with P by Welch's method in segments of 1024 bins (Matteucci, Zoccolan et
 * al. 2019). As in AllenSDK, P(f) is the first frequency at or above the grating's; see `nearest`.
 * @param psth mean response by bin.
 * @param frequency of the grating, Hz.
 * @param samplingRate bins per second.
 * @returns 0 without any power; NaN without bins, and where the spectrum ends below the frequency.
 */
export function modulationIndex(
  psth: ArrayLike<number>,
  frequency: number,
  samplingRate: number,
  options: ModulationIndexOptions = {},
): number {
  const action = "Computing the modulation index";
  const checks = argumentChecks(action);
  const nearest = checks.flag("nearest", checks.knownOptions(options, INDEX_OPTIONS).nearest) ?? false;
  requireLists(action, { psth });
  checks.positive(
    "samplingRate",
    checks.required("samplingRate", samplingRate, "bins per second"),
    "bins per second",
  );
  if (psth.length === 0) return Number.NaN;
  const response = psth instanceof Float64Array ? psth : Float64Array.from(psth);
  const { frequencies, density } = welch(response, samplingRate, 1024);
  const average = mean(density);
  if (average === 0) return 0;
  const k = nearest ? nearestTo(frequencies, frequency) : frequencies.findIndex((f) => f >= frequency);
  if (k < 0 || frequency > frequencies.at(-1)!) return Number.NaN;
  let squares = 0;
  for (const power of density) squares += power * power;
  return Math.abs((density[k]! - average) / Math.sqrt(squares / density.length - average ** 2));
}

function nearestTo(values: Float64Array, wanted: number): number {
  let best = 0;
  for (let i = 1; i < values.length; i++)
    if (Math.abs(values[i]! - wanted) < Math.abs(values[best]! - wanted)) best = i;
  return best;
}
