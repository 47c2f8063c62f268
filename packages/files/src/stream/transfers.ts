/** Blocks that one request brings; what has not come yet is waited for. */
export class Transfer {
  readonly start: number;
  /** Behind the last block that is wanted. */
  end: number;
  /** Whether its blocks are kept for others to read. */
  readonly isKept: boolean;
  readonly controller: AbortController;
  /** Reads that wait for some of it. */
  waiting = 0;
  /** The first block that has not come. */
  next: number;
  readonly #arrivals = new Map<number, Arrival>();

  constructor(start: number, end: number, isKept: boolean, controller = new AbortController()) {
    this.start = start;
    this.end = end;
    this.isKept = isKept;
    this.controller = controller;
    this.next = start;
    for (let index = start; index < end; index++) this.#arrivals.set(index, arrival());
  }

  /** The bytes of one of its blocks, when they have come. */
  block(index: number): Promise<Uint8Array> {
    return this.#arrivals.get(index)!.promise;
  }

  get isOver(): boolean {
    return this.next >= this.end;
  }

  arrived(bytes: Uint8Array): void {
    this.#arrivals.get(this.next++)!.resolve(bytes);
  }

  failed(error: unknown): void {
    for (let index = this.next; index < this.end; index++) this.#arrivals.get(index)!.reject(error);
  }
}

interface Arrival {
  readonly promise: Promise<Uint8Array>;
  resolve(bytes: Uint8Array): void;
  reject(error: unknown): void;
}

function arrival(): Arrival {
  let resolve: Arrival["resolve"] = () => {};
  let reject: Arrival["reject"] = () => {};
  const promise = new Promise<Uint8Array>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  // Nobody may wait for what is fetched ahead.
  promise.catch(() => {});
  return { promise, resolve, reject };
}
