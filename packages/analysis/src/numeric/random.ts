const LENGTH = 624;
const MIDDLE = 397;

/** The Mersenne Twister MT19937 (Matsumoto and Nishimura 1998) seeded by one number, as numpy's `RandomState(seed)`. */
export class MersenneTwister {
  readonly #state = new Int32Array(LENGTH);
  /** Random bits, made as many at a time as there is state. */
  readonly #bits = new Int32Array(LENGTH);
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
   * @param n at most 2³¹.
   * @param places where in `into`, from `from` on, each draw goes, in the order of the draws.
   */
  drawWithReplacement(n: number, places: Int32Array, into: Uint16Array | Uint32Array, from = 0): void {
    if (n <= 1) {
      for (const place of places) into[from + place] = 0;
      return;
    }
    const mask = (2 ** (32 - Math.clz32(n - 1)) - 1) | 0;
    const bits = this.#bits;
    let at = this.#at;
    for (let i = 0; i < places.length; ) {
      if (at === LENGTH) {
        refill(this.#state, bits);
        at = 0;
      }
      for (const stop = Math.min(LENGTH, at + places.length - i); at < stop; at++) {
        const value = bits[at]! & mask;
        into[from + places[i]!] = value;
        // The next one overwrites a value that is too large: a branch would often be guessed wrongly.
        i += (value - n) >>> 31;
      }
    }
    this.#at = at;
  }
}

/** The next state, and its bits. */
function refill(state: Int32Array, bits: Int32Array): void {
  refillRun(state, bits, 0, LENGTH - MIDDLE, MIDDLE);
  refillRun(state, bits, LENGTH - MIDDLE, LENGTH - 1, MIDDLE - LENGTH);
  const last = LENGTH - 1;
  const value = twisted(state[last]!, state[0]!, state[MIDDLE - 1]!);
  state[last] = value;
  bits[last] = tempered(value);
}

/** A part of the state in which no index passes the end. */
function refillRun(state: Int32Array, bits: Int32Array, from: number, to: number, other: number): void {
  for (let i = from; i < to; i++) {
    const value = twisted(state[i]!, state[i + 1]!, state[i + other]!);
    state[i] = value;
    bits[i] = tempered(value);
  }
}

function twisted(own: number, next: number, other: number): number {
  const mixed = (own & 0x80000000) | (next & 0x7fffffff);
  return other ^ (mixed >>> 1) ^ (-(mixed & 1) & 0x9908b0df);
}

function tempered(value: number): number {
  let bits = value ^ (value >>> 11);
  bits ^= (bits << 7) & 0x9d2c5680;
  bits ^= (bits << 15) & 0xefc60000;
  return bits ^ (bits >>> 18);
}
