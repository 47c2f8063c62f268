const SIGNATURE = [0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0]; // "GCOL", version 1
const HEADER = 16;

/**
 * Whether bytes that begin like a global heap (which stores variable-length text) can be traversed. The library
 * loops forever if a free object claims no size, so such a heap is kept from it. Bytes that do not begin like a heap
 * pass.
 * @param bytes The first bytes of the heap; the library reads 4 kB at first.
 * @param more Reads bytes of the file, at a position that counts from the first of these; without it only `bytes` are
 * looked at.
 */
export function isWalkable(
  bytes: Uint8Array,
  more?: (position: number, length: number) => Uint8Array,
): boolean {
  if (bytes.length < HEADER || SIGNATURE.some((byte, i) => bytes[i] !== byte)) return true;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = Number(view.getBigUint64(8, true));
  for (let at = HEADER; at + HEADER <= end; ) {
    const header = at + HEADER <= bytes.length ? bytes.subarray(at, at + HEADER) : more?.(at, HEADER);
    if (header === undefined) return true;
    if (header.length < HEADER) return false;
    const object = new DataView(header.buffer, header.byteOffset, HEADER);
    const isFree = object.getUint16(0, true) === 0;
    const size = Number(object.getBigUint64(8, true));
    const taken = isFree ? size : HEADER + Math.ceil(size / 8) * 8;
    if (taken < HEADER || at + taken > end) return false;
    at += taken;
  }
  return true;
}
