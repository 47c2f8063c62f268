import { fourier } from "./fourier.ts";
import { keptLast } from "./kept-last.ts";
import { mean } from "./moments.ts";

/** Power by frequency. */
export interface PowerSpectrum {
  /** Hz, ascending from 0. */
  readonly frequencies: Float64Array;
  /** The signal's unit squared per Hz. */
  readonly density: Float64Array;
}

/**
 * The one-sided power spectral density by Welch's method (1967), as scipy's `welch`: segments that overlap by half,
 * each less its mean and under a Hann window (periodic), averaged.
 * @param length of a segment, in samples; all samples, if there are fewer.
 */
export function welch(values: Float64Array, samplingRate: number, length: number): PowerSpectrum {
  const n = Math.min(length, values.length);
  const step = n - Math.floor(n / 2);
  const window = windowOf(n);
  const frequencies = new Float64Array(n === 0 ? 0 : Math.floor(n / 2) + 1);
  for (let k = 0; k < frequencies.length; k++) frequencies[k] = (k * samplingRate) / n;
  const density = new Float64Array(frequencies.length);
  let segments = 0;
  for (let from = 0; n > 0 && from + n <= values.length; from += step) {
    addSegment(values.subarray(from, from + n), window, samplingRate, density);
    segments++;
  }
  for (let k = 0; k < density.length; k++) density[k] = density[k]! / segments;
  return { frequencies, density };
}

const windowOf = keptLast(hann);

/** Hann's window in its periodic form. */
export function hann(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, k) =>
    n === 1 ? 1 : 0.5 - 0.5 * Math.cos((2 * Math.PI * k) / n),
  );
}

/** Adds the one-sided density of a segment to those of the segments before it. */
export function addSegment(
  segment: Float64Array,
  window: Float64Array,
  samplingRate: number,
  density: Float64Array,
): void {
  const centre = mean(segment);
  const n = segment.length;
  const values = new Float64Array(n);
  let power = 0;
  for (let k = 0; k < n; k++) {
    values[k] = (segment[k]! - centre) * window[k]!;
    power += window[k]! * window[k]!;
  }
  const { real, imaginary } = fourier(values);
  const scale = 1 / (samplingRate * power);
  for (let k = 0; k < density.length; k++) {
    const isAlone = k === 0 || (n % 2 === 0 && k === n / 2);
    density[k] = density[k]! + (real[k]! ** 2 + imaginary[k]! ** 2) * scale * (isAlone ? 1 : 2);
  }
}
