const SIGNATURE = [0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0]; // "GCOL", version 1
const HEADER = 16;

/** Bytes of a heap that are read at a time. */
const PART = 1 << 16;

/** Whether bytes begin like a global heap, which stores variable-length text. */
export function isHeap(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER) return false;
  for (let i = 0; i < SIGNATURE.length; i++) if (bytes[i] !== SIGNATURE[i]) return false;
  return true;
}

/**
 * Whether a global heap can be traversed. The library loops forever if a free object claims no size, so such a heap is
 * kept from it. Bytes that do not begin like a heap pass.
 * @param bytes The first bytes of the heap; the library reads 4 kB at first.
 * @param more Reads bytes of the file, at a position that counts from the first of these; without it only `bytes` are
 * looked at.
 */
export function isWalkable(
  bytes: Uint8Array,
  more?: (position: number, length: number) => Uint8Array,
): boolean {
  if (!isHeap(bytes)) return true;
  const end = size(bytes, 8);
  let part = bytes;
  let start = 0;
  for (let at = HEADER; at + HEADER <= end; ) {
    if (at + HEADER > start + part.length) {
      if (more === undefined) return true;
      part = more(at, Math.min(PART, end - at));
      start = at;
      if (part.length < HEADER) return false;
    }
    const object = at - start;
    const isFree = part[object] === 0 && part[object + 1] === 0;
    const length = size(part, object + 8);
    const taken = isFree ? length : HEADER + Math.ceil(length / 8) * 8;
    if (taken < HEADER || at + taken > end) return false;
    at += taken;
  }
  return true;
}

/** A 64-bit number; those above 2⁵³ need not be exact, since no heap is so large. */
function size(bytes: Uint8Array, at: number): number {
  return word(bytes, at) + word(bytes, at + 4) * 2 ** 32;
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}
