/** Lets so many run at once; the others wait, urgent ones in front. */
export class Slots {
  #free: number;
  readonly #urgent: (() => void)[] = [];
  readonly #others: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async run(work: () => Promise<void>, isUrgent: boolean): Promise<void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => (isUrgent ? this.#urgent : this.#others).push(resolve));
    try {
      await work();
    } finally {
      const next = this.#urgent.shift() ?? this.#others.shift();
      if (next) next();
      else this.#free++;
    }
  }
}
