/** How often, at most, what has come is made to last through a power cut, in milliseconds. */
const INTERVAL = 1000;
/** What part of the time that may take: a flush holds up the writes to its file. */
const SHARE = 0.05;

/** Saves now and then, one save at a time, while the transfer continues. */
export class Checkpoints {
  readonly #save: () => Promise<void>;
  #next = performance.now() + INTERVAL;
  #running: Promise<void> | undefined;

  /** @param save If it fails, only the bytes that could have been resumed from are lost. */
  constructor(save: () => Promise<void>) {
    this.#save = save;
  }

  /** Something has come. */
  note(): void {
    if (this.#running !== undefined || performance.now() < this.#next) return;
    const begun = performance.now();
    this.#running = this.#save()
      .catch(() => {})
      .then(() => {
        const now = performance.now();
        this.#next = now + Math.max(INTERVAL, (now - begun) / SHARE);
        this.#running = undefined;
      });
  }

  /** Comes back when no save is under way. */
  async settled(): Promise<void> {
    await this.#running;
  }
}
