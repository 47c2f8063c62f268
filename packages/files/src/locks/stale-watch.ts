import type { SeenLock } from "./lock-file.ts";
import { lifeOf } from "./owner.ts";

/** How often the owner of a lock gives a sign of life, in milliseconds. */
export const HEARTBEAT = 5_000;
/** After this long without one, an owner that cannot be looked at from here counts as dead. */
export const SILENCE = 45_000;

/**
 * Tells whether the owner of a lock is dead. One on this machine is looked up; of another, only its signs of
 * life tell. Their age is measured with this process's own steady clock, from the moment it first saw them, so
 * that differing or adjusted clocks do not matter.
 */
export class StaleWatch {
  readonly #silence: number;
  #sign: string | undefined;
  #since = 0;

  constructor(silence: number = SILENCE) {
    this.#silence = silence;
  }

  async isStale({ owner, sign }: SeenLock): Promise<boolean> {
    const now = performance.now();
    if (sign !== this.#sign) {
      this.#sign = sign;
      this.#since = now;
    }
    const life = await lifeOf(owner);
    return life === "dead" || (life === "unknown" && now - this.#since >= this.#silence);
  }
}
