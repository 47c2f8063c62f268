/** What was seen of an array that ascends: a few of its values, to notice that it was changed since. */
const seen = new WeakMap<Float64Array, Float64Array>();

/** Values that are looked at again when an array comes back. */
const SAMPLES = 16;

/**
 * The same array where its values ascend, otherwise a sorted copy (NaN last). Looking through a session's spikes
 * takes longer than most analyses of them, so arrays that ascend are remembered, for as long as they exist.
 */
export function ascending(times: Float64Array): Float64Array {
  return isAscending(times) ? times : times.slice().sort();
}

/** Whether no value is smaller than the one before it, nor NaN; remembered where it is so. */
export function isAscending(times: Float64Array): boolean {
  const samples = seen.get(times);
  if (samples && isSame(times, samples)) return true;
  if (!ascends(times)) return false;
  seen.set(times, samplesOf(times));
  return true;
}

/** Whether each value is larger than the one before it, so that none is there twice, nor NaN. */
export function isStrictlyAscending(ids: Float64Array): boolean {
  return ascends(ids) && !repeats(ids);
}

/**
 * Values that one call looks through. Code that has just started is compiled when it is called again: one long loop over a
 * unit's spikes takes ten times as long.
 */
const BLOCK = 2048;

function ascends(values: Float64Array): boolean {
  for (let from = 0; from < values.length; from += BLOCK)
    if (!blockAscends(values, from, Math.min(values.length, from + BLOCK))) return false;
  return true;
}

// A function of its own stays compiled: one that goes on to what it never did before has to be compiled again.
function blockAscends(values: Float64Array, from: number, to: number): boolean {
  let previous = from > 0 ? values[from - 1]! : Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    if (!(value >= previous)) return false;
    previous = value;
  }
  return true;
}

function repeats(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] === values[i - 1]) return true;
  return false;
}

function samplesOf(times: Float64Array): Float64Array {
  const samples = new Float64Array(Math.min(SAMPLES, times.length));
  for (let i = 0; i < samples.length; i++) samples[i] = times[place(i, times.length)]!;
  return samples;
}

function isSame(times: Float64Array, samples: Float64Array): boolean {
  if (samples.length !== Math.min(SAMPLES, times.length)) return false;
  for (let i = 0; i < samples.length; i++) if (samples[i] !== times[place(i, times.length)]) return false;
  return true;
}

/** Evenly over the array, its first and last value among them. */
function place(sample: number, length: number): number {
  return length <= SAMPLES ? sample : Math.floor((sample * (length - 1)) / (SAMPLES - 1));
}
