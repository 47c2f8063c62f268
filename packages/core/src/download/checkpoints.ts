/** How often what has come is made to last through a power cut, in milliseconds. */
const INTERVAL = 1000;

/** Saves now and then, one save at a time, while the transfer goes on. */
export class Checkpoints {
  readonly #save: () => Promise<void>;
  #last = performance.now();
  #running: Promise<void> | undefined;

  /** @param save A failure of it costs nothing but what would have been gone on from. */
  constructor(save: () => Promise<void>) {
    this.#save = save;
  }

  /** Something has come. */
  note(): void {
    if (this.#running !== undefined || performance.now() - this.#last < INTERVAL) return;
    this.#running = this.#save()
      .catch(() => {})
      .then(() => {
        this.#last = performance.now();
        this.#running = undefined;
      });
  }

  /** Comes back when no save is under way. */
  async settled(): Promise<void> {
    await this.#running;
  }
}
