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

// A function of its own stays compiled: one that goes on to what it never did before has to be compiled again.
function ascends(times: Float64Array): boolean {
  let previous = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < times.length; i++) {
    const time = times[i]!;
    if (!(time >= previous)) return false;
    previous = time;
  }
  return true;
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
