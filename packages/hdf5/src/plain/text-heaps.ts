import { wordsOf } from "../bits.ts";
import { type ReadBytes, viewOf } from "../object-header.ts";
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

/** A heap, and where each of its objects begins and ends in it, by their numbers; 0 for those that it does not have. */
interface Heap {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
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
   * Puts the texts that pointers lead to among others, as the library gives them: up to the first zero.
   * @throws a RangeError where there is none, or a heap is damaged.
   */
  texts(pointers: Uint8Array, decoding: TextDecoding, texts: string[], first: number): string[] {
    const words = wordsOf(pointers);
    let heap: Heap | undefined;
    let low = 0;
    let high = 0;
    for (let i = 0, at = first; i < words.length; i += POINTER / 4, at++) {
      const length = words[i]! >>> 0;
      // A text that was never set.
      if (length === 0 && words[i + 1] === 0 && words[i + 2] === 0) {
        texts[at] = "";
        continue;
      }
      if (heap === undefined || words[i + 1] !== low || words[i + 2] !== high) {
        low = words[i + 1]!;
        high = words[i + 2]!;
        heap = this.#heap(new Reader(pointers).long(4 * i + 4));
      }
      const index = words[i + 3]!;
      const start = heap.starts[index] ?? 0;
      const end = start + length;
      if (start === 0 || end !== heap.ends[index]) throw new RangeError("no such text");
      const zero = heap.bytes.indexOf(0, start);
      texts[at] = decoding.decode(heap.bytes, start, zero < 0 || zero > end ? end : zero);
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
  const view = viewOf(bytes);
  if (view.getUint32(4, true) !== 1) throw new RangeError("another form of heap");
  const most = bytes.length / HEADER;
  let starts = new Int32Array(most);
  let ends = new Int32Array(most);
  for (let at = HEADER; at + HEADER <= bytes.length; ) {
    const index = view.getUint16(at, true);
    const length = view.getUint32(at + 8, true);
    // A free part's length is that of all of it.
    const taken = index === 0 ? length : HEADER + ((length + 7) & ~7);
    if (taken < HEADER || at + taken > bytes.length || view.getUint32(at + 12, true) !== 0)
      throw new RangeError("an object beyond its heap");
    if (index > 0) {
      if (index >= starts.length) [starts, ends] = [longer(starts), longer(ends)];
      if (starts[index] !== 0) throw new RangeError("an object beyond its heap");
      starts[index] = at + HEADER;
      ends[index] = at + HEADER + length;
    }
    at += taken;
  }
  return { bytes, starts, ends };
}

/** The same with room for all numbers of objects that there are; mostly they count up from 1. */
function longer(places: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const all = new Int32Array(1 << 16);
  all.set(places);
  return all;
}
