import type { StorageLock } from "../lock.ts";

/** How old the last look may be, in milliseconds: far less than the time after which a silent owner counts as dead. */
const FRESH = 10_000;

/**
 * Sees to it that nothing is done to a partial file by a process that stood still (a laptop asleep, Ctrl-Z) and
 * has lost its lock in the meantime: the file is another's then, or in place already.
 */
export class LockWatch {
  readonly #lock: StorageLock | undefined;
  #steady = Number.NEGATIVE_INFINITY;
  #clock = Number.NEGATIVE_INFINITY;

  constructor(lock: StorageLock | undefined) {
    this.#lock = lock;
  }

  /** @throws an EcephysError "storage" if the lock is lost. */
  async check(): Promise<void> {
    await this.#lock?.check();
    this.#steady = performance.now();
    this.#clock = Date.now();
  }

  /** The same where the last look is too old; two clocks, since one of them stands still while a machine sleeps. */
  async checkNowAndThen(): Promise<void> {
    const age = Math.max(performance.now() - this.#steady, Math.abs(Date.now() - this.#clock));
    if (this.#lock !== undefined && age > FRESH) await this.check();
  }

  /** Whether this process may still touch the file; false where that is unknown. */
  async isHeld(): Promise<boolean> {
    return this.check().then(
      () => true,
      () => false,
    );
  }
}
