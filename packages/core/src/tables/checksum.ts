const MULTIPLIER = 0x01000193;

/**
 * A 64-bit checksum of 32-bit words, fast enough to look at every byte of a file before it is believed. Four
 * sums side by side, each of every fourth word: every step is reversible, so that a changed word always changes
 * its sum, as does another `seed`.
 */
export function checksum(words: Uint32Array, seed: number): [number, number] {
  let a = 0x9e3779b9 ^ seed;
  let b = 0x85ebca6b ^ words.length;
  let c = 0xc2b2ae35;
  let d = 0x27d4eb2f;
  const whole = words.length - (words.length % 4);
  for (let index = 0; index < whole; index += 4) {
    a = Math.imul(a ^ words[index]!, MULTIPLIER);
    b = Math.imul(b ^ words[index + 1]!, MULTIPLIER);
    c = Math.imul(c ^ words[index + 2]!, MULTIPLIER);
    d = Math.imul(d ^ words[index + 3]!, MULTIPLIER);
    a ^= a >>> 15;
    b ^= b >>> 15;
    c ^= c >>> 15;
    d ^= d >>> 15;
  }
  for (let index = whole; index < words.length; index += 1) {
    a = Math.imul(a ^ words[index]!, MULTIPLIER);
    a ^= a >>> 15;
  }
  return [joined(a, c), joined(b, d)];
}

function joined(left: number, right: number): number {
  const mixed = Math.imul(left ^ (right << 13) ^ (right >>> 19), MULTIPLIER);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
