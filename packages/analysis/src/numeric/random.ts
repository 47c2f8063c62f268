/**
 * The Mersenne Twister MT19937 (Matsumoto and Nishimura 1998) seeded by one number, as numpy's `RandomState(seed)`.
 * @returns a function that gives the next 32 random bits.
 */
export function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let i = 1; i < 624; i++) state[i] = Math.imul(state[i - 1]! ^ (state[i - 1]! >>> 30), 1812433253) + i;
  let at = 624;
  return () => {
    if (at === 624) {
      for (let i = 0; i < 624; i++) {
        const bits = (state[i]! & 0x80000000) | (state[(i + 1) % 624]! & 0x7fffffff);
        state[i] = state[(i + 397) % 624]! ^ (bits >>> 1) ^ (bits & 1 ? 0x9908b0df : 0);
      }
      at = 0;
    }
    let bits = state[at++]!;
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return (bits ^ (bits >>> 18)) >>> 0;
  };
}

/**
 * Draws positions 0 … n - 1 with replacement, as numpy's `choice(n, size)`: random bits, as many as n - 1 has, of
 * which those above n - 1 are drawn again. A single position needs no draw.
 */
export function drawWithReplacement(random: () => number, n: number, into: Uint32Array): void {
  if (n <= 1) {
    into.fill(0);
    return;
  }
  const mask = 2 ** (32 - Math.clz32(n - 1)) - 1;
  for (let i = 0; i < into.length; i++) {
    let value: number;
    do value = (random() & mask) >>> 0;
    while (value > n - 1);
    into[i] = value;
  }
}
