/** Whether threads can share memory here: in Node, and in pages that are isolated from others. */
export function canShareMemory(): boolean {
  return typeof SharedArrayBuffer !== "undefined";
}

/** Units as they are sent: views of memory that both threads see, or that is handed over. */
export interface LentUnits {
  readonly units: readonly Float64Array[];
  /** Memory that is handed over, and comes back with the answer. */
  readonly memory: ArrayBuffer | undefined;
}

/**
 * Memory in which a few units at a time are lent to a worker, again and again: shared where threads can share it, otherwise
 * handed over and given back. Spike times that lie in shared memory already are not copied.
 */
export class LentMemory {
  #memory: SharedArrayBuffer | ArrayBuffer | undefined;

  lend(units: readonly Float64Array[]): LentUnits {
    const copied = units.filter(({ buffer }) => !isShared(buffer));
    if (copied.length === 0) return { units, memory: undefined };
    const length = copied.reduce((sum, times) => sum + times.length, 0);
    const memory = this.#atLeast(length * Float64Array.BYTES_PER_ELEMENT);
    let at = 0;
    const lent = units.map((times) => {
      if (isShared(times.buffer)) return times;
      const view = new Float64Array(memory, at * Float64Array.BYTES_PER_ELEMENT, times.length);
      view.set(times);
      at += times.length;
      return view;
    });
    if (isShared(memory)) return { units: lent, memory: undefined };
    this.#memory = undefined;
    return { units: lent, memory };
  }

  giveBack(memory: ArrayBuffer | undefined): void {
    if (memory) this.#memory = memory;
  }

  #atLeast(bytes: number): SharedArrayBuffer | ArrayBuffer {
    if (this.#memory && this.#memory.byteLength >= bytes) return this.#memory;
    this.#memory = canShareMemory() ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
    return this.#memory;
  }
}

/** Copies of arrays in one piece of memory that threads share; the arrays themselves where they cannot, or do already. */
export function inSharedMemory(arrays: readonly Float64Array[]): readonly Float64Array[] {
  if (!canShareMemory() || arrays.every(({ buffer }) => isShared(buffer))) return arrays;
  const length = arrays.reduce((sum, own) => sum + own.length, 0);
  const memory = new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT);
  let at = 0;
  return arrays.map((own) => {
    const view = new Float64Array(memory, at * Float64Array.BYTES_PER_ELEMENT, own.length);
    view.set(own);
    at += own.length;
    return view;
  });
}

function isShared(memory: ArrayBufferLike): memory is SharedArrayBuffer {
  return canShareMemory() && memory instanceof SharedArrayBuffer;
}
