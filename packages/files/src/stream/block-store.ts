/** Blocks in memory: the least recently used go first where there are too many. */
export class BlockStore {
  readonly #blocks = new Map<number, Uint8Array>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  has(index: number): boolean {
    return this.#blocks.has(index);
  }

  get(index: number): Uint8Array | undefined {
    const found = this.#blocks.get(index);
    if (found) this.set(index, found);
    return found;
  }

  set(index: number, bytes: Uint8Array): void {
    this.#blocks.delete(index);
    this.#blocks.set(index, bytes);
    if (this.#blocks.size > this.#most) this.#blocks.delete(this.#blocks.keys().next().value!);
  }

  clear(): void {
    this.#blocks.clear();
  }
}
