import type { HeaderMessage } from "../object-header.ts";
import { Reader } from "./bytes.ts";
import { elementType, shapeOf } from "./stored-dataset.ts";

/** Bytes of a pointer to a text or list: how long it is, which heap it lies in, and where there. */
const POINTER = 16;

const ATTRIBUTE = 0x0c;

/** Heaps that the pointers lead to. */
export function heapsOf(pointers: Uint8Array, base: number, found = new Set<number>()): Set<number> {
  const reader = new Reader(pointers);
  for (let at = 0; at + POINTER <= pointers.length; at += POINTER)
    // A pointer to nothing has no length.
    if (reader.word(at) > 0) found.add(base + reader.long(at + 4));
  return found;
}

/** Heaps that hold the texts of an object's attributes. */
export function heapsOfAttributes(messages: readonly HeaderMessage[], base: number): Set<number> {
  const found = new Set<number>();
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
