import type { ReadBytes } from "../object-header.ts";
import { Reader } from "../plan/bytes.ts";
import { heapLength } from "../plan/heaps.ts";
import type { TextDecoding } from "../text.ts";
import { whole } from "./plain-header.ts";
import { POINTER } from "./plain-type.ts";

/** Bytes of heaps: as the library has them at least, and the longest that is read here. */
const LEAST_HEAP = 4096;
const MOST_HEAP = 1 << 22;
/** Bytes of heaps that are remembered. */
const MOST_BYTES = 1 << 26;
const KEPT = 1 << 14;
const HEADER = 16;

/** A heap, and where each of its objects begins and ends in it, by their numbers. */
interface Heap {
  readonly bytes: Uint8Array;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Texts of variable length, which lie in heaps ("global heap", HDF5 file format, III.E). */
export class TextHeaps {
  readonly #read: ReadBytes;
  readonly #heaps = new Map<number, Heap>();
  #bytes = 0;

  constructor(read: ReadBytes) {
    this.#read = read;
  }

  /**
   * The texts that pointers lead to, as the library gives them: up to the first zero.
   * @throws a RangeError where there is none, or a heap is damaged.
   */
  texts(pointers: Uint8Array, decoding: TextDecoding): string[] {
    const reader = new Reader(pointers);
    const texts: string[] = [];
    let [last, heap]: [number, Heap | undefined] = [-1, undefined];
    for (let at = 0; at < pointers.length; at += POINTER) {
      const length = reader.word(at);
      const position = reader.long(at + 4);
      // A text that was never set.
      if (length === 0 && position === 0) {
        texts.push("");
        continue;
      }
      if (position !== last) [last, heap] = [position, this.#heap(position)];
      const { bytes, ends, starts } = heap!;
      const index = reader.word(at + 12);
      const start = starts[index];
      if (start === undefined || start + length !== ends[index]!) throw new RangeError("no such text");
      let end = start;
      while (end < start + length && bytes[end] !== 0) end++;
      texts.push(decoding.decode(bytes, start, end));
    }
    return texts;
  }

  #heap(position: number): Heap {
    const known = this.#heaps.get(position);
    if (known) return known;
    const length = heapLength(whole(this.#read, position, HEADER));
    if (length < LEAST_HEAP || length > MOST_HEAP) throw new RangeError("a heap that no writer makes");
    const heap = heapIn(whole(this.#read, position, length));
    // What is kept is part of a block that is read.
    const kept = Math.max(length, KEPT);
    if (this.#bytes + kept > MOST_BYTES) {
      this.#heaps.clear();
      this.#bytes = 0;
    }
    this.#bytes += kept;
    this.#heaps.set(position, heap);
    return heap;
  }
}

function heapIn(bytes: Uint8Array): Heap {
  const reader = new Reader(bytes);
  if (reader.word(4) !== 1) throw new RangeError("another form of heap");
  const [starts, ends]: [number[], number[]] = [[], []];
  for (let at = HEADER; at + HEADER <= bytes.length; ) {
    const index = reader.short(at);
    const length = reader.long(at + 8);
    // A free part's length is that of all of it.
    const taken = index === 0 ? length : HEADER + Math.ceil(length / 8) * 8;
    if (taken < HEADER || at + taken > bytes.length || starts[index] !== undefined)
      throw new RangeError("an object beyond its heap");
    if (index > 0) [starts[index], ends[index]] = [at + HEADER, at + HEADER + length];
    at += taken;
  }
  return { bytes, starts, ends };
}
