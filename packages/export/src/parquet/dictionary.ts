import { ByteWriter } from "hyparquet-writer";
import { writeRleBitPackedHybrid } from "hyparquet-writer/src/encoding.js";
import type { Bounds } from "./bounds.ts";
import type { Run } from "./number-values.ts";
import type { Numbers } from "./numbers.ts";
import { PAGE_ROWS } from "./page-size.ts";
import type { Page } from "./pages.ts";

/** Distinct values, and the pages that name them by their numbers. */
export interface Dictionary {
  readonly values: Numbers;
  readonly pages: readonly DictionaryPage[];
}

interface DictionaryPage {
  readonly content: Uint8Array;
  readonly bounds: Bounds | undefined;
}

const SAMPLE = 1024;
const MOST_DISTINCT = 1 << 16;

/**
 * The values by their numbers in a dictionary, where there are at most half as many distinct ones; undefined otherwise.
 * A value that repeats the row before, as ids of units do among their spikes, costs next to nothing.
 */
export function dictionaryOf(numbers: Numbers, pages: readonly Page[]): Dictionary | undefined {
  if (numbers.length === 0 || !looksRepetitive(numbers)) return undefined;
  const builder = new DictionaryBuilder(Math.min(MOST_DISTINCT, numbers.length / 2));
  const built: DictionaryPage[] = [];
  for (const page of pages) {
    const one = builder.page(numbers, page.firstValue, page.firstValue + page.values);
    if (one === undefined) return undefined;
    built.push(one);
  }
  const values = numbers.slice(0, builder.numberOf.size) as Numbers;
  for (const [value, at] of builder.numberOf) values[at] = value as never;
  return { values, pages: built };
}

/** The same of values that come in runs. */
export function dictionaryOfRuns(runs: readonly Run[], pages: readonly Page[]): Dictionary {
  const distinct = [...new Set(runs.map(({ value }) => value))];
  const numberOf = new Map(distinct.map((value, at) => [value, at]));
  const width = widthFor(distinct.length);
  let at = 0;
  let left = runs[0]?.count ?? 0;
  const built = pages.map(({ values }): DictionaryPage => {
    const content = new ByteWriter(64);
    content.appendUint8(width);
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (let wanted = values; wanted > 0; ) {
      const { value } = runs[at]!;
      const count = Math.min(wanted, left);
      content.appendVarInt(count << 1);
      for (let bits = 0; bits < width; bits += 8) content.appendUint8((numberOf.get(value)! >> bits) & 255);
      min = Math.min(min, value);
      max = Math.max(max, value);
      wanted -= count;
      left -= count;
      if (left === 0) {
        at += 1;
        left = runs[at]?.count ?? 0;
      }
    }
    return { content: content.getBytes(), bounds: { min, max } };
  });
  return { values: Float64Array.from(distinct), pages: built };
}

/** Bits that the numbers of so many values take. */
function widthFor(distinct: number): number {
  return Math.ceil(Math.log2(Math.max(1, distinct)));
}

/** By some values from all over the column: as many distinct ones as values make a dictionary useless. */
function looksRepetitive(numbers: Numbers): boolean {
  const size = Math.min(SAMPLE, numbers.length);
  const distinct = new Set<number | bigint>();
  for (let at = 0; at < size; at += 1) distinct.add(numbers[Math.floor((at * numbers.length) / size)]!);
  return distinct.size <= size / 2;
}

class DictionaryBuilder {
  readonly numberOf = new Map<number | bigint, number>();
  readonly #most: number;
  readonly #indices = new Uint32Array(PAGE_ROWS);

  constructor(most: number) {
    this.#most = most;
  }

  /** Undefined where there are too many distinct values, or one that a dictionary does not tell from another. */
  page(numbers: Numbers, start: number, end: number): DictionaryPage | undefined {
    let last: number | bigint | undefined;
    let min = numbers[start];
    let max = min;
    let index = 0;
    for (let at = start; at < end; at += 1) {
      const value = numbers[at]!;
      if (value !== last || value === 0) {
        // A map holds 0 and -0 for the same.
        if (Object.is(value, -0)) return undefined;
        const known = this.numberOf.get(value) ?? this.#add(value);
        if (known === undefined) return undefined;
        index = known;
        if (value < min!) min = value;
        if (value > max!) max = value;
        last = value;
      }
      this.#indices[at - start] = index;
    }
    const bounds = min === undefined || start === end ? undefined : { min, max: max! };
    return { content: this.#content(end - start), bounds };
  }

  #add(value: number | bigint): number | undefined {
    const number = this.numberOf.size;
    if (number >= this.#most) return undefined;
    this.numberOf.set(value, number);
    return number;
  }

  /** The numbers in as many bits as those so far take, after a byte that says how many. */
  #content(count: number): Uint8Array {
    const content = new ByteWriter();
    const width = widthFor(this.numberOf.size);
    content.appendUint8(width);
    writeRleBitPackedHybrid(content, this.#indices.subarray(0, count), width);
    return content.getBytes();
  }
}
