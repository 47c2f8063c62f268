import type { NwbFile } from "../file/nwb-file.ts";
import { regularTimes } from "../file/time-series.ts";
import { counted } from "../file/warnings.ts";
import { type EvenClock, evenClock, searchTime } from "./clock-search.ts";

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
  /** How the clock runs if it ticks evenly: where a time is can be computed then, and checked by the times there. */
  evenClock(): Promise<EvenClock | undefined>;
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
  if (count !== length)
    file.damage(stamps, action, `it has ${counted(count, "time")} for ${counted(length, "sample")}`);
  return writtenAxis(length, (start, end) => file.numbers(stamps, action, { ranges: [[start, end]] }));
}

/** Times from a start (s) and a rate (Hz). */
export function regularAxis({ start, rate }: { start: number; rate: number }, length: number): TimeAxis {
  const at = (sample: number) => start + sample / rate;
  return {
    length,
    read: async (from, to) => Float64Array.from({ length: Math.max(0, to - from) }, (_, i) => at(from + i)),
    search: async (time, side) =>
      searchTime(length, async (row) => at(row), [at(0), at(length - 1)], time, side),
    runsForwards: async () => true,
    evenClock: async () => ({ start, rate }),
  };
}

/**
 * Times as written. Searches go block by block: a whole session's times are 100 MB, a search reads a
 * few blocks.
 */
export function writtenAxis(
  length: number,
  read: (start: number, end: number) => Promise<Float64Array>,
): TimeAxis {
  const blocks = new Map<number, Promise<Float64Array>>();
  const count = Math.ceil(length / BLOCK);
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
  const ends = () => Promise.all([block(0), block(count - 1)]);
  const even = remembered(async () => {
    // Of short recordings all times are checked.
    if (count <= PROBES) return undefined;
    const [first, last] = await ends();
    const isForwards = isAscending(first, Number.NEGATIVE_INFINITY) && isAscending(last, first.at(-1)!);
    return isForwards ? evenClock(first, last, length) : undefined;
  });
  const forwards = remembered(async () => (await even()) !== undefined || ascends(count, block));
  return {
    length,
    read,
    search: async (time, side) => {
      if (length === 0) return 0;
      const [first, last] = await ends();
      return searchTime(length, at, [first[0]!, last.at(-1)!], time, side);
    },
    runsForwards: forwards,
    evenClock: even,
  };
}

/** What `ask` gives, asked once; a failure is not remembered. */
function remembered<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let answer: Promise<Value> | undefined;
  return () => {
    if (!answer) {
      answer = ask();
      answer.catch(() => {
        answer = undefined;
      });
    }
    return answer;
  };
}

/** Some blocks, or all, read at once. */
async function ascends(blocks: number, block: (index: number) => Promise<Float64Array>): Promise<boolean> {
  const probes = Math.min(blocks, PROBES);
  const indexes = Array.from({ length: probes }, (_, probe) =>
    Math.floor((probe * (blocks - 1)) / Math.max(1, probes - 1)),
  );
  let previous = Number.NEGATIVE_INFINITY;
  for (const times of await Promise.all(indexes.map(block))) {
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
