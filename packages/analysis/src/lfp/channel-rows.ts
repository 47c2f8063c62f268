import type { NumericArray } from "@ecephys/core";
import type { Steps } from "../steps.ts";

/** Channels that are taken together: as many values as a processor fetches from memory at once. */
const TOGETHER = 8;
/** Samples that are copied between two turns of others: the first that go into the result make the system find its memory. */
const AT_ONCE = 2 ** 13;

/** Some successive channels of LFP. */
export interface ChannelRows {
  /** The position of the first of them. */
  readonly first: number;
  /** The samples of each, in memory that the next channels take over. */
  readonly rows: readonly Float64Array[];
  /** Fills the rows. */
  read(): Steps<void>;
  /** Puts the rows into the result. */
  write(): Steps<void>;
}

/**
 * LFP channel by channel.
 * @param from sample × channel.
 * @param to the same, where results are put.
 */
export function* channelRows(
  from: NumericArray,
  to: Float64Array,
  samples: number,
  channels: number,
): Generator<ChannelRows, void, void> {
  const memory = Array.from({ length: Math.min(TOGETHER, channels) }, () => new Float64Array(samples));
  for (let first = 0; first < channels; first += TOGETHER) {
    const rows = memory.slice(0, channels - first);
    const copy = (own: (begin: number, end: number) => void) => bySamples(samples, own);
    yield {
      first,
      rows,
      read: () => copy((begin, end) => gather(from, channels, first, rows, begin, end)),
      write: () => copy((begin, end) => scatter(rows, to, channels, first, begin, end)),
    };
  }
}

function* bySamples(samples: number, copy: (begin: number, end: number) => void): Steps<void> {
  for (let begin = 0; begin < samples; begin += AT_ONCE) {
    const end = Math.min(samples, begin + AT_ONCE);
    copy(begin, end);
    yield end / samples;
  }
}

function gather(
  values: NumericArray,
  channels: number,
  first: number,
  rows: readonly Float64Array[],
  begin: number,
  end: number,
): void {
  for (let s = begin; s < end; s++) {
    const at = s * channels + first;
    for (let k = 0; k < rows.length; k++) rows[k]![s] = values[at + k]!;
  }
}

function scatter(
  rows: readonly Float64Array[],
  values: Float64Array,
  channels: number,
  first: number,
  begin: number,
  end: number,
): void {
  for (let s = begin; s < end; s++) {
    const at = s * channels + first;
    for (let k = 0; k < rows.length; k++) values[at + k] = rows[k]![s]!;
  }
}
