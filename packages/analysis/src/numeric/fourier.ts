import { keptLast } from "./kept-last.ts";

/** The discrete Fourier transform of real values; only the frequencies 0 … floor(n / 2). */
export interface Spectrum {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** The transform of real values of any number; that of a power of two takes a third of the time of its neighbours. */
export function fourier(values: Float64Array): Spectrum {
  const n = values.length;
  const length = n === 0 ? 0 : Math.floor(n / 2) + 1;
  const { real, imaginary } = n > 0 && (n & (n - 1)) === 0 ? fast(values) : byChirp(values);
  return { real: real.slice(0, length), imaginary: imaginary.slice(0, length) };
}

/** What transforms of a length that is no power of two share. */
interface Chirp {
  /** Of the angles -πk²/n. */
  readonly cos: Float64Array;
  readonly sin: Float64Array;
  /** The transform of the chirp that is convolved with. */
  readonly kernel: Spectrum;
}

const chirps = keptLast((n): Chirp => {
  const [cos, sin] = [new Float64Array(n), new Float64Array(n)];
  const size = 2 ** Math.ceil(Math.log2(Math.max(1, 2 * n - 1)));
  const kernel = { real: new Float64Array(size), imaginary: new Float64Array(size) };
  for (let k = 0; k < n; k++) {
    // The square less whole turns, so that the angle is as exact as a small one.
    const angle = (-Math.PI * ((k * k) % (2 * n))) / n;
    cos[k] = Math.cos(angle);
    sin[k] = Math.sin(angle);
    for (const at of [k, (size - k) % size]) {
      kernel.real[at] = cos[k]!;
      kernel.imaginary[at] = -sin[k]!;
    }
  }
  return { cos, sin, kernel: fast(kernel.real, kernel.imaginary) };
});

/** Bluestein's transform: a convolution with a chirp, of a length that is a power of two. */
function byChirp(values: Float64Array): Spectrum {
  const n = values.length;
  const { cos, sin, kernel } = chirps(n);
  const size = kernel.real.length;
  const [real, imaginary] = [new Float64Array(size), new Float64Array(size)];
  for (let k = 0; k < n; k++) {
    real[k] = values[k]! * cos[k]!;
    imaginary[k] = values[k]! * sin[k]!;
  }
  const own = fast(real, imaginary);
  // The inverse transform is that of the conjugate, conjugated.
  for (let k = 0; k < size; k++) {
    real[k] = own.real[k]! * kernel.real[k]! - own.imaginary[k]! * kernel.imaginary[k]!;
    imaginary[k] = -(own.real[k]! * kernel.imaginary[k]! + own.imaginary[k]! * kernel.real[k]!);
  }
  const folded = fast(real, imaginary);
  for (let k = 0; k < n; k++) {
    const [a, b] = [folded.real[k]! / size, -folded.imaginary[k]! / size];
    real[k] = a * cos[k]! - b * sin[k]!;
    imaginary[k] = a * sin[k]! + b * cos[k]!;
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
  const [cos, sin] = [new Float64Array(n / 2), new Float64Array(n / 2)];
  for (let k = 0; k < cos.length; k++) {
    const angle = (-2 * Math.PI * k) / n;
    cos[k] = Math.cos(angle);
    sin[k] = Math.sin(angle);
  }
  const places = new Int32Array(n);
  for (let i = 0; i < n; i++) places[i] = (places[i >> 1]! >> 1) + (i % 2) * (n >> 1);
  return { places, cos, sin };
});

/** Cooley and Tukey's transform of a power of two, over bit-reversed positions. */
function fast(values: Float64Array, others?: Float64Array): Spectrum {
  const n = values.length;
  const known = rotations(n);
  const real = new Float64Array(n);
  const imaginary = new Float64Array(n);
  for (let i = 0; i < n; i++) real[known.places[i]!] = values[i]!;
  if (others) for (let i = 0; i < n; i++) imaginary[known.places[i]!] = others[i]!;
  for (let size = 2; size <= n; size *= 2) joinHalves(real, imaginary, size, known);
  return { real, imaginary };
}

/** Transforms of a size from those of its halves. */
function joinHalves(
  real: Float64Array,
  imaginary: Float64Array,
  size: number,
  { cos, sin }: Rotations,
): void {
  const n = real.length;
  const half = size / 2;
  for (let k = 0, turn = 0; k < half; k++, turn += n / size) {
    const c = cos[turn]!;
    const s = sin[turn]!;
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
