import type { Range } from "./ranges.ts";

/** A place up to which a file has been read in order. */
interface Head {
  /** Where the last read ended. */
  position: number;
  /** How far it has been fetched. */
  fetched: number;
  /** How far it is fetched beyond what is read next. */
  window: number;
}

/** Places that are followed at once. */
const HEADS = 16;

/**
 * How much is fetched beyond what is read: nothing at first, then, as long as reads go on where the last one ended,
 * twice as much each time, up to a limit. Several places of a file are followed at once.
 */
export class ReadAhead {
  readonly #least: number;
  readonly #most: number;
  /** The most recently used last. */
  readonly #heads: Head[] = [];

  constructor(least: number, most: number) {
    this.#least = least;
    this.#most = most;
  }

  /**
   * What to fetch for a read, and beyond it.
   * @param isThere Whether what is read is there: then only places that are followed already are followed further.
   */
  next([start, end]: Range, isThere: boolean): Range {
    const at = this.#heads.findIndex(({ position, fetched }) => start >= position - 1 && start <= fetched);
    if (at === -1) {
      if (isThere) return [start, end];
      this.#heads.push({ position: end, fetched: end, window: 0 });
      if (this.#heads.length > HEADS) this.#heads.shift();
      return [start, end];
    }
    const [head] = this.#heads.splice(at, 1) as [Head];
    this.#heads.push(head);
    if (end <= head.position) return [start, end];
    head.position = end;
    // Half of what was fetched ahead is still there: fetched again in time, so that the reader never waits.
    if (head.fetched - end > head.window / 2) return [start, end];
    head.window = Math.min(this.#most, Math.max(this.#least, head.window * 2));
    head.fetched = Math.max(head.fetched, end) + head.window;
    return [start, head.fetched];
  }
}
