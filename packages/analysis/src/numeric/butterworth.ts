import { type Steps, within } from "../steps.ts";

/** A filter of second order: (b0 + b1 z⁻¹ + b2 z⁻²) / (1 + a1 z⁻¹ + a2 z⁻²). */
export interface Section {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

interface Complex {
  readonly re: number;
  readonly im: number;
}

/**
 * Butterworth's band pass in second order sections, which keep their precision where a polynomial of the same filter does
 * not: the analog prototype, moved to the band and through the bilinear transform (Oppenheim, Schafer: Discrete-time
 * signal processing).
 * @param order of the prototype; the band pass has twice as many poles.
 * @param band Hz, between 0 and half the sampling rate.
 */
export function butterworthBandPass(
  order: number,
  [low, high]: readonly [number, number],
  samplingRate: number,
): Section[] {
  const [from, to] = [low, high].map((edge) => 4 * Math.tan((Math.PI * edge) / samplingRate)) as [
    number,
    number,
  ];
  const width = to - from;
  const centre = Math.sqrt(from * to);
  const poles: Complex[] = [];
  let gain = width ** order;
  for (let m = 1 - order; m < order; m += 2) {
    const angle = (Math.PI * m) / (2 * order);
    const half = { re: (-Math.cos(angle) * width) / 2, im: (-Math.sin(angle) * width) / 2 };
    const root = squareRoot({
      re: half.re ** 2 - half.im ** 2 - centre ** 2,
      im: 2 * half.re * half.im,
    });
    for (const sign of [1, -1]) poles.push({ re: half.re + sign * root.re, im: half.im + sign * root.im });
  }
  let below: Complex = { re: 1, im: 0 };
  const digital = poles.map((pole) => {
    const over = { re: 4 - pole.re, im: -pole.im };
    below = times(below, over);
    return divided({ re: 4 + pole.re, im: pole.im }, over);
  });
  gain = gain * divided({ re: 4 ** order, im: 0 }, below).re;
  return paired(digital).map(([p, q], k) => ({
    b: k === 0 ? [gain, 0, -gain] : [1, 0, -1],
    a: [-(p.re + q.re), p.re * q.re - p.im * q.im],
  }));
}

/** Conjugate poles together, and real ones two by two. */
function paired(poles: readonly Complex[]): (readonly [Complex, Complex])[] {
  const tiny = (pole: Complex) => Math.abs(pole.im) <= 1e-12 * Math.hypot(pole.re, pole.im);
  const upper = poles.filter((pole) => !tiny(pole) && pole.im > 0);
  const real = poles.filter(tiny).sort((a, b) => a.re - b.re);
  const pairs = upper.map((pole) => [pole, { re: pole.re, im: -pole.im }] as const);
  for (let i = 0; i + 1 < real.length; i += 2)
    pairs.push([
      { re: real[i]!.re, im: 0 },
      { re: real[i + 1]!.re, im: 0 },
    ]);
  return pairs;
}

function times(a: Complex, b: Complex): Complex {
  return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re };
}

function divided(a: Complex, b: Complex): Complex {
  const size = b.re ** 2 + b.im ** 2;
  return { re: (a.re * b.re + a.im * b.im) / size, im: (a.im * b.re - a.re * b.im) / size };
}

function squareRoot({ re, im }: Complex): Complex {
  const size = Math.hypot(re, im);
  const real = Math.sqrt((size + re) / 2);
  const imaginary = Math.sqrt((size - re) / 2);
  return { re: real, im: im < 0 ? -imaginary : imaginary };
}

/**
 * Filters a signal forwards and backwards, so that nothing is delayed: padded by a reflection through its ends, and begun
 * in the state of a long constant of the first value, as scipy's `sosfiltfilt` and `filtfilt`.
 * @param padded memory for the signal and as much padding at both ends, less of each than the signal has.
 * @returns a part of that memory.
 */
export function* filterForwardsAndBackwards(
  signal: Float64Array,
  sections: readonly Section[],
  padded: Float64Array,
): Steps<Float64Array> {
  const n = signal.length;
  const padding = (padded.length - n) / 2;
  for (let i = 0; i < padding; i++) {
    padded[i] = 2 * signal[0]! - signal[padding - i]!;
    padded[padding + n + i] = 2 * signal[n - 1]! - signal[n - 2 - i]!;
  }
  padded.set(signal, padding);
  yield* within(0, 0.5, runSections(padded, sections));
  padded.reverse();
  yield* within(0.5, 1, runSections(padded, sections));
  padded.reverse();
  return padded.subarray(padding, padding + n);
}

/** Samples that are filtered between two turns of others. */
const AT_ONCE = 2 ** 18;

/** The last two values of a section that is between two samples. */
interface State {
  first: number;
  second: number;
}

function* runSections(signal: Float64Array, sections: readonly Section[]): Steps<void> {
  const n = signal.length;
  let level = signal[0]!;
  for (const [k, section] of sections.entries()) {
    const { b, a } = section;
    const gain = (b[0] + b[1] + b[2]) / (1 + a[0] + a[1]);
    const second = (b[2] - a[1] * gain) * level;
    const state = { first: (b[1] - a[0] * gain) * level + second, second };
    level *= gain;
    for (let from = 0; from < n; from += AT_ONCE) {
      const to = Math.min(n, from + AT_ONCE);
      runSection(signal, section, state, from, to);
      yield (k + to / n) / sections.length;
    }
  }
}

function runSection(signal: Float64Array, { b, a }: Section, state: State, from: number, to: number): void {
  let { first, second } = state;
  for (let i = from; i < to; i++) {
    const x = signal[i]!;
    const y = b[0] * x + first;
    first = b[1] * x - a[0] * y + second;
    second = b[2] * x - a[1] * y;
    signal[i] = y;
  }
  state.first = first;
  state.second = second;
}
