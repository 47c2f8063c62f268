import type { HeaderMessage } from "../object-header.ts";
import { Reader } from "./bytes.ts";
import { elementType, shapeOf } from "./stored-dataset.ts";

/** Bytes of a pointer to a text or list: how long it is, which heap it lies in, and where there. */
const POINTER = 16;
/** Bytes before a heap's objects, and before each of them. */
const HEADER = 16;

const ATTRIBUTE = 0x0c;

/** Where heaps begin, and how many bytes they have at least, as they hold so much. */
export type Heaps = Map<number, number>;

/** Heaps that the pointers lead to. Pointers to the same text count each time: what is said of a heap's length is a guess. */
export function heapsOf(pointers: Uint8Array, base: number, found: Heaps = new Map()): Heaps {
  const reader = new Reader(pointers);
  for (let at = 0; at + POINTER <= pointers.length; at += POINTER) {
    const length = reader.word(at);
    // A pointer to nothing has no length.
    if (length === 0) continue;
    const heap = base + reader.long(at + 4);
    found.set(heap, (found.get(heap) ?? HEADER) + HEADER + Math.ceil(length / 8) * 8);
  }
  return found;
}

/** Heaps that hold the texts of an object's attributes. */
export function heapsOfAttributes(messages: readonly HeaderMessage[], base: number): Heaps {
  const found: Heaps = new Map();
  for (const { type, isShared, body } of messages) {
    if (type !== ATTRIBUTE || isShared) continue;
    const reader = new Reader(body);
    const version = reader.byte(0);
    const lengths = [reader.short(2), reader.short(4), reader.short(6)] as const;
    const padded = version === 1 ? lengths.map((length) => Math.ceil(length / 8) * 8) : lengths;
    const typeAt = (version === 3 ? 9 : 8) + padded[0]!;
    const spaceAt = typeAt + padded[1]!;
    const dataAt = spaceAt + padded[2]!;
    const isSharedType = version > 1 && (reader.byte(1) & 1) !== 0;
    if (isSharedType || !elementType(new Reader(body.subarray(typeAt))).isPointer) continue;
    const count = shapeOf(new Reader(body.subarray(spaceAt))).reduce(
      (product, length) => product * length,
      1,
    );
    heapsOf(body.subarray(dataAt, dataAt + count * POINTER), base, found);
  }
  return found;
}

/** Bytes of a heap, from its first 16. */
export function heapLength(head: Uint8Array): number {
  const reader = new Reader(head);
  if (!reader.says("GCOL")) throw new RangeError("no heap");
  return reader.long(8);
}
