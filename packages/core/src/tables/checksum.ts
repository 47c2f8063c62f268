const MULTIPLIER = 0x01000193;
/** Words; a multiple of four. */
const BLOCK = 1 << 12;

/** How the bytes of a fast file are checked. */
export interface Checksum {
  /** Of files that are checked like that; eight characters. */
  readonly magic: string;
  /** Two words for these; `seed` is a number that they depend on as well. */
  sum(words: Uint32Array, seed: number): readonly [number, number];
}

/** The checksums that this platform can compute, the quickest first. */
export const CHECKSUMS: readonly Checksum[] = [...nativeChecksum(), { magic: "ECTABLE3", sum: checksum }];

/** CRC-32 in machine code, where there is Node: a third of the time of the other one. */
function nativeChecksum(): Checksum[] {
  const crc32 = globalThis.process?.getBuiltinModule?.("node:zlib")?.crc32;
  if (crc32 === undefined) return [];
  return [{ magic: "ECTABLE4", sum: (words, seed) => [crc32(bytesOf(words), seed), seed] }];
}

function bytesOf(words: Uint32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}

/**
 * A 64-bit checksum of 32-bit words, fast enough to check every byte of a file before it is trusted. Four sums
 * in parallel, each of every fourth word: every step is reversible, so that a changed word always changes its
 * sum, as does another `seed`.
 */
export function checksum(words: Uint32Array, seed: number): [number, number] {
  const sums = new Int32Array([0x9e3779b9 ^ seed, 0x85ebca6b ^ words.length, 0xc2b2ae35, 0x27d4eb2f]);
  const whole = words.length - (words.length % 4);
  // A function that is called often is optimised sooner than a long-running loop.
  for (let from = 0; from < whole; from += BLOCK) addTo(sums, words, from, Math.min(from + BLOCK, whole));
  let a = sums[0]!;
  for (let index = whole; index < words.length; index += 1) {
    a = Math.imul(a ^ words[index]!, MULTIPLIER);
    a ^= a >>> 15;
  }
  return [joined(a, sums[2]!), joined(sums[1]!, sums[3]!)];
}

function addTo(sums: Int32Array, words: Uint32Array, from: number, to: number): void {
  let a = sums[0]!;
  let b = sums[1]!;
  let c = sums[2]!;
  let d = sums[3]!;
  for (let index = from; index < to; index += 4) {
    a = Math.imul(a ^ words[index]!, MULTIPLIER);
    b = Math.imul(b ^ words[index + 1]!, MULTIPLIER);
    c = Math.imul(c ^ words[index + 2]!, MULTIPLIER);
    d = Math.imul(d ^ words[index + 3]!, MULTIPLIER);
    a ^= a >>> 15;
    b ^= b >>> 15;
    c ^= c >>> 15;
    d ^= d >>> 15;
  }
  sums[0] = a;
  sums[1] = b;
  sums[2] = c;
  sums[3] = d;
}

function joined(left: number, right: number): number {
  const mixed = Math.imul(left ^ (right << 13) ^ (right >>> 19), MULTIPLIER);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
