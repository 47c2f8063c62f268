/** Bytes that pass through a channel at once. */
const CAPACITY = 4 * 2 ** 20;
/** Two numbers in front of the bytes: the state, and how many bytes there are. */
const HEADER = 8;

const WAITING = 0;
const FULL = 1;
const FAILED = 2;

/**
 * Memory that a worker shares with the thread that started it. The worker, which cannot wait for messages while the
 * library reads, waits here until the other side has put the bytes in.
 */
export class ByteChannel {
  readonly memory: SharedArrayBuffer;
  readonly #state: Int32Array;
  readonly #bytes: Uint8Array;

  constructor(memory = new SharedArrayBuffer(HEADER + CAPACITY)) {
    this.memory = memory;
    this.#state = new Int32Array(memory, 0, 2);
    this.#bytes = new Uint8Array(memory, HEADER);
  }

  get capacity(): number {
    return this.#bytes.length;
  }

  /**
   * Blocks the thread until the bytes are there that `ask` asks for; undefined where they cannot be had. They are
   * good until the next call.
   */
  receive(ask: () => void): Uint8Array | undefined {
    Atomics.store(this.#state, 0, WAITING);
    ask();
    while (Atomics.load(this.#state, 0) === WAITING) Atomics.wait(this.#state, 0, WAITING);
    return Atomics.load(this.#state, 0) === FULL ? this.#bytes.subarray(0, this.#state[1]) : undefined;
  }

  /** Answers what `receive` waits for. */
  send(bytes: Uint8Array | undefined): void {
    if (bytes) this.#bytes.set(bytes);
    this.#state[1] = bytes?.length ?? 0;
    Atomics.store(this.#state, 0, bytes ? FULL : FAILED);
    Atomics.notify(this.#state, 0);
  }
}

/** Whether threads can share memory here: in Node, and in pages that are isolated from others. */
export function canShareMemory(): boolean {
  return typeof SharedArrayBuffer !== "undefined";
}
