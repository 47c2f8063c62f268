/** Milliseconds over which a rate is measured, and the length of a step. */
const WINDOW = 5000;
const STEP = 250;

/** Bytes per second over the last seconds. */
export class RateMeter {
  readonly #now: () => number;
  readonly #start: number;
  /** Start of a step, and the bytes received in it. */
  readonly #steps: [time: number, bytes: number][] = [];

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#start = now();
  }

  add(bytes: number): void {
    if (bytes <= 0) return;
    const now = this.#now();
    const last = this.#steps.at(-1);
    if (last !== undefined && now - last[0] < STEP) last[1] += bytes;
    else this.#steps.push([now, bytes]);
  }

  /** `undefined` at the start. */
  perSecond(): number | undefined {
    const now = this.#now();
    while ((this.#steps[0]?.[0] ?? now) < now - WINDOW) this.#steps.shift();
    const elapsed = Math.min(WINDOW, now - this.#start);
    if (elapsed < STEP) return undefined;
    return (this.#steps.reduce((sum, [, bytes]) => sum + bytes, 0) / elapsed) * 1000;
  }
}
