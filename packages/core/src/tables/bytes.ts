/** Whether two pieces of memory hold the same bytes. */
export function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  const isAligned = one.byteOffset % 4 === 0 && other.byteOffset % 4 === 0;
  const words = isAligned ? one.length >>> 2 : 0;
  const ours = new Uint32Array(one.buffer, isAligned ? one.byteOffset : 0, words);
  const others = new Uint32Array(other.buffer, isAligned ? other.byteOffset : 0, words);
  for (let at = 0; at < words; at += 1) if (ours[at] !== others[at]) return false;
  for (let at = words * 4; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}
