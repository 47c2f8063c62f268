const LENGTH = 624;
const MIDDLE = 397;

/** The Mersenne Twister MT19937 (Matsumoto and Nishimura 1998) seeded by one number, as numpy's `RandomState(seed)`. */
export class MersenneTwister {
  readonly #state = new Uint32Array(LENGTH);
  /** Random bits, made as many at a time as there is state. */
  readonly #bits = new Uint32Array(LENGTH);
  #at = LENGTH;

  constructor(seed: number) {
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < LENGTH; i++)
      state[i] = Math.imul(state[i - 1]! ^ (state[i - 1]! >>> 30), 1812433253) + i;
  }

  /**
   * Draws positions 0 … n - 1 with replacement, as numpy's `choice(n, size)`: random bits, as many as n - 1 has, of
   * which those above n - 1 are drawn again. A single position needs no draw.
   */
  drawWithReplacement(n: number, into: Uint32Array): void {
    if (n <= 1) {
      into.fill(0);
      return;
    }
    const mask = 2 ** (32 - Math.clz32(n - 1)) - 1;
    const bits = this.#bits;
    let at = this.#at;
    for (let i = 0; i < into.length; ) {
      if (at === LENGTH) {
        this.#refill();
        at = 0;
      }
      const value = (bits[at++]! & mask) >>> 0;
      if (value < n) into[i++] = value;
    }
    this.#at = at;
  }

  #refill(): void {
    const [state, bits] = [this.#state, this.#bits];
    for (let i = 0; i < LENGTH; i++) {
      const next = state[i + 1 < LENGTH ? i + 1 : 0]!;
      const mixed = (state[i]! & 0x80000000) | (next & 0x7fffffff);
      const other = state[i < LENGTH - MIDDLE ? i + MIDDLE : i + MIDDLE - LENGTH]!;
      state[i] = other ^ (mixed >>> 1) ^ (-(mixed & 1) & 0x9908b0df);
    }
    for (let i = 0; i < LENGTH; i++) {
      let own = state[i]!;
      own ^= own >>> 11;
      own ^= (own << 7) & 0x9d2c5680;
      own ^= (own << 15) & 0xefc60000;
      bits[i] = own ^ (own >>> 18);
    }
  }
}
