import { keptLast } from "./kept-last.ts";

/** The discrete Fourier transform of real values; only the frequencies 0 … floor(n / 2). */
export interface Spectrum {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** The transform of real values of any number: fast for powers of two, and by the definition for others. */
export function fourier(values: Float64Array): Spectrum {
  const n = values.length;
  return n > 0 && (n & (n - 1)) === 0 ? fast(values) : byDefinition(values);
}

function byDefinition(values: Float64Array): Spectrum {
  const n = values.length;
  const length = n === 0 ? 0 : Math.floor(n / 2) + 1;
  const cos = Float64Array.from({ length: n }, (_, k) => Math.cos((-2 * Math.PI * k) / n));
  const sin = Float64Array.from({ length: n }, (_, k) => Math.sin((-2 * Math.PI * k) / n));
  const [real, imaginary] = [new Float64Array(length), new Float64Array(length)];
  for (let f = 0; f < length; f++) {
    let [a, b, at] = [0, 0, 0];
    for (let k = 0; k < n; k++) {
      a += values[k]! * cos[at]!;
      b += values[k]! * sin[at]!;
      at += f;
      if (at >= n) at -= n;
    }
    real[f] = a;
    imaginary[f] = b;
  }
  return { real, imaginary };
}

/** What transforms of a length share. */
interface Rotations {
  /** By position its place with the bits reversed. */
  readonly places: Int32Array;
  /** Of the angles -2πk/n, k below n/2. */
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

const rotations = keptLast((n): Rotations => {
  const bits = Math.log2(n);
  const [cos, sin] = [new Float64Array(n / 2), new Float64Array(n / 2)];
  for (let k = 0; k < cos.length; k++) {
    const angle = (-2 * Math.PI * k) / n;
    cos[k] = Math.cos(angle);
    sin[k] = Math.sin(angle);
  }
  return { places: Int32Array.from({ length: n }, (_, i) => reversed(i, bits)), cos, sin };
});

/** Cooley and Tukey's transform, in place over bit-reversed positions. */
function fast(values: Float64Array): Spectrum {
  const n = values.length;
  const { places, cos, sin } = rotations(n);
  const [real, imaginary] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) real[places[i]!] = values[i]!;
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    for (let k = 0, turn = 0; k < half; k++, turn += n / size) {
      const [c, s] = [cos[turn]!, sin[turn]!];
      for (let at = k; at < n; at += size) {
        const other = at + half;
        const a = real[other]! * c - imaginary[other]! * s;
        const b = real[other]! * s + imaginary[other]! * c;
        real[other] = real[at]! - a;
        imaginary[other] = imaginary[at]! - b;
        real[at] = real[at]! + a;
        imaginary[at] = imaginary[at]! + b;
      }
    }
  }
  const length = Math.floor(n / 2) + 1;
  return { real: real.slice(0, length), imaginary: imaginary.slice(0, length) };
}

function reversed(value: number, bits: number): number {
  let result = 0;
  for (let b = 0; b < bits; b++) result |= ((value >>> b) & 1) << (bits - 1 - b);
  return result;
}
