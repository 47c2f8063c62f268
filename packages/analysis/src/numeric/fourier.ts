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

/** Cooley and Tukey's transform, in place over bit-reversed positions. */
function fast(values: Float64Array): Spectrum {
  const n = values.length;
  const bits = Math.log2(n);
  const [real, imaginary] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) real[reversed(i, bits)] = values[i]!;
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    for (let k = 0; k < half; k++) {
      const angle = (-2 * Math.PI * k) / size;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      for (let at = k; at < n; at += size) {
        const other = at + half;
        const a = real[other]! * cos - imaginary[other]! * sin;
        const b = real[other]! * sin + imaginary[other]! * cos;
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
