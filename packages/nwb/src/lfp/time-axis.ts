import type { NwbFile } from "../file/nwb-file.ts";
import { regularTimes } from "../file/time-series.ts";

const BLOCK = 4096;
const BLOCKS = 64;
/** Blocks that are checked to see whether a clock runs forwards: all of them in short recordings. */
const PROBES = 16;

/** The times of a recording's samples, read on demand. */
export interface TimeAxis {
  readonly length: number;
  /** Seconds of the samples from `start` to before `end`. */
  read(start: number, end: number): Promise<Float64Array>;
  /** The first sample at or after `time` (or only after it), `length` if there is none. */
  search(time: number, side: "left" | "right"): Promise<number>;
  /**
   * Whether times ascend, as searches need it. Of long recordings only some blocks are checked, which finds
   * a clock that was set back permanently.
   */
  runsForwards(): Promise<boolean>;
}

/** The times of a TimeSeries of `length` samples: as written, or from its start and rate. */
export async function openTimeAxis(
  file: NwbFile,
  path: string,
  length: number,
  action: string,
): Promise<TimeAxis> {
  const stamps = `${path}/timestamps`;
  const dataset = await file.dataset(stamps);
  if (!dataset) return regularAxis(await regularTimes(file, path, action), length);
  const count = dataset.shape?.[0] ?? 0;
  if (count !== length) file.damage(stamps, action, `it has ${count} times for ${length} samples`);
  return writtenAxis(length, (start, end) => file.numbers(stamps, action, { ranges: [[start, end]] }));
}

/** Times from a start (s) and a rate (Hz). */
export function regularAxis({ start, rate }: { start: number; rate: number }, length: number): TimeAxis {
  const at = (sample: number) => start + sample / rate;
  return {
    length,
    read: async (from, to) => Float64Array.from({ length: Math.max(0, to - from) }, (_, i) => at(from + i)),
    search: async (time, side) => bisect(length, async (sample) => at(sample), time, side),
    runsForwards: async () => true,
  };
}

/**
 * Times as written. Searches go block by block: a whole session's times are 100 MB, a search reads some hundred
 * kilobytes.
 */
export function writtenAxis(
  length: number,
  read: (start: number, end: number) => Promise<Float64Array>,
): TimeAxis {
  const blocks = new Map<number, Promise<Float64Array>>();
  const block = (index: number): Promise<Float64Array> => {
    let found = blocks.get(index);
    if (!found) {
      const start = index * BLOCK;
      found = read(start, Math.min(length, start + BLOCK));
      found.catch(() => blocks.delete(index));
      blocks.set(index, found);
      if (blocks.size > BLOCKS) blocks.delete(blocks.keys().next().value!);
    }
    return found;
  };
  const at = async (sample: number) => (await block(Math.floor(sample / BLOCK)))[sample % BLOCK]!;
  let forwards: Promise<boolean> | undefined;
  return {
    length,
    read,
    search: (time, side) => bisect(length, at, time, side),
    runsForwards: () => {
      if (!forwards) {
        forwards = ascends(Math.ceil(length / BLOCK), block);
        forwards.catch(() => {
          forwards = undefined;
        });
      }
      return forwards;
    },
  };
}

async function ascends(blocks: number, block: (index: number) => Promise<Float64Array>): Promise<boolean> {
  const probes = Math.min(blocks, PROBES);
  let previous = Number.NEGATIVE_INFINITY;
  for (let probe = 0; probe < probes; probe++) {
    const times = await block(Math.floor((probe * (blocks - 1)) / Math.max(1, probes - 1)));
    if (!isAscending(times, previous)) return false;
    previous = times.at(-1) ?? previous;
  }
  return true;
}

/** A loop over positions: over the values, as an iterable, it takes many times as long. */
function isAscending(times: Float64Array, from: number): boolean {
  let previous = from;
  for (let i = 0; i < times.length; i++) {
    const time = times[i]!;
    if (!(time >= previous)) return false;
    previous = time;
  }
  return true;
}

async function bisect(
  length: number,
  at: (sample: number) => Promise<number>,
  time: number,
  side: "left" | "right",
): Promise<number> {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = await at(middle);
    if (value < time || (side === "right" && value === time)) low = middle + 1;
    else high = middle;
  }
  return low;
}
