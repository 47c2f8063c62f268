const SIGNATURE = [0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0]; // "GCOL", version 1
const HEADER = 16;

/**
 * Whether bytes that begin like a global heap (which stores variable-length text) can be traversed. The library
 * loops forever if a free object claims no size, so such a heap is kept from it. Bytes that do not begin like a
 * heap, or are only its beginning, pass.
 */
export function isWalkable(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER || SIGNATURE.some((byte, i) => bytes[i] !== byte)) return true;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = Number(view.getBigUint64(8, true));
  if (end > bytes.length) return true;
  for (let at = HEADER; at + HEADER <= end; ) {
    const isFree = view.getUint16(at, true) === 0;
    const size = Number(view.getBigUint64(at + 8, true));
    const taken = isFree ? size : HEADER + Math.ceil(size / 8) * 8;
    if (taken < HEADER || at + taken > end) return false;
    at += taken;
  }
  return true;
}
