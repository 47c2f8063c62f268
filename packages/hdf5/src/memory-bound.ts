/** Memory that a program of WebAssembly has; it grows and never shrinks. */
interface Owner {
  readonly HEAPU8: Uint8Array;
}

const PAGE = 65_536;

/** The most that the library's memory may ever take; bytes. */
const MOST = 3 * 2 ** 29;

/** Bounds how far the library's memory grows, whatever a damaged file claims. */
export interface MemoryBound {
  /** From now on it may grow by so many bytes, and no further: the library reports that it has no memory. */
  allow(bytes: number): void;
}

/** The bound of one instance of the library. */
export function boundMemory(owner: Owner): MemoryBound {
  let most = MOST;
  const { prototype } = WebAssembly.Memory;
  const { grow } = prototype;
  prototype.grow = function (this: WebAssembly.Memory, pages: number): number {
    const isOwn = this.buffer === owner.HEAPU8.buffer;
    if (isOwn && this.buffer.byteLength + pages * PAGE > most)
      throw new RangeError("more memory than a file of this size needs");
    return grow.call(this, pages);
  };
  return {
    allow: (bytes) => {
      most = Math.min(MOST, owner.HEAPU8.length + bytes);
    },
  };
}
