import type { PartialFile } from "../partial-file.ts";

/** So many bytes may lie in the system's memory alone before they are sent on to the disk. */
const MOST_WAITING = 64 * 2 ** 20;

/**
 * Flushes written data to disk while the transfer continues: at its end little is left to wait for, and the
 * system's memory does not fill with it.
 */
export class WriteBack {
  readonly #file: PartialFile;
  #waiting = 0;
  /** All flushes that are under way. */
  #running: Promise<unknown> | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(file: PartialFile) {
    this.#file = file;
  }

  /** So many bytes more have been written. */
  note(byteLength: number): void {
    this.#waiting += byteLength;
    // Whoever settles hears of a failure.
    if (this.#running === undefined && this.#waiting >= MOST_WAITING) this.flush().catch(() => {});
  }

  /**
   * Comes back when what was written lies on the disk.
   * @throws what a flush has failed with, this one or any before: a system reports lost bytes only once.
   */
  async flush(): Promise<void> {
    this.#requireWhole();
    this.#waiting = 0;
    const flushing = this.#file.flush().catch((error: unknown) => {
      this.#failure ??= { error };
    });
    const all = Promise.all([this.#running, flushing]);
    this.#running = all;
    await all;
    if (this.#running === all) this.#running = undefined;
    this.#requireWhole();
  }

  /** Comes back when nothing is on its way to the disk. @throws as `flush`. */
  async settled(): Promise<void> {
    await this.#running;
    this.#requireWhole();
  }

  #requireWhole(): void {
    if (this.#failure) throw this.#failure.error;
  }
}
