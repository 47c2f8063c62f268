/**
 * A 64-bit checksum of 32-bit words, fast enough to look at every byte of a file before it is believed: two
 * sums of words mixed by odd multipliers, so that any one changed word changes both, as does another `seed`.
 */
export function checksum(words: Uint32Array, seed: number): [number, number] {
  let first = 0x9e3779b9 ^ seed;
  let second = 0x85ebca6b + seed;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]!;
    first = Math.imul(first ^ word, 0x01000193);
    second = (Math.imul(second, 0x5bd1e995) + word) | 0;
    first ^= first >>> 15;
  }
  return [first >>> 0, second >>> 0];
}
